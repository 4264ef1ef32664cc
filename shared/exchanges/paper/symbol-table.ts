/**
 * What the paper exchange trades. One line each: base, quote, tick size, step size, maximum quantity, minimum notional; the
 * smallest quantity is one step. The figures follow Binance. Lines are changed but never removed: books may hold the symbol.
 */
export const SPOT_SYMBOLS = `
BTC    USDT   0.01        0.00001  9000         5
ETH    USDT   0.01        0.0001   9000         5
BNB    USDT   0.01        0.001    900000       5
SOL    USDT   0.01        0.001    90000        5
XRP    USDT   0.0001      0.1      9000000      5
ADA    USDT   0.0001      0.1      900000       5
DOGE   USDT   0.00001     1        9000000      5
TRX    USDT   0.0001      0.1      9000000      5
AVAX   USDT   0.01        0.01     90000        5
DOT    USDT   0.001       0.01     90000        5
LINK   USDT   0.01        0.01     90000        5
LTC    USDT   0.01        0.001    90000        5
BCH    USDT   0.1         0.001    9000         5
SHIB   USDT   0.00000001  1        46000000000  5
PEPE   USDT   0.00000001  1        90000000000  5
UNI    USDT   0.001       0.01     90000        5
ATOM   USDT   0.001       0.01     90000        5
ETC    USDT   0.01        0.01     90000        5
XLM    USDT   0.0001      1        900000       5
FIL    USDT   0.001       0.01     90000        5
NEAR   USDT   0.001       0.1      900000       5
APT    USDT   0.001       0.01     90000        5
ARB    USDT   0.0001      0.1      900000       5
OP     USDT   0.0001      0.01     90000        5
SUI    USDT   0.0001      0.1      900000       5
INJ    USDT   0.001       0.01     90000        5
AAVE   USDT   0.01        0.001    9000         5
ICP    USDT   0.001       0.01     90000        5
HBAR   USDT   0.00001     1        900000       5
TON    USDT   0.001       0.01     90000        5
SAND   USDT   0.0001      1        900000       5
GRT    USDT   0.00001     1        9000000      5
ALGO   USDT   0.0001      1        900000       5
VET    USDT   0.00001     0.1      9000000      5
FET    USDT   0.0001      0.1      900000       5
WIF    USDT   0.001       0.01     900000       5
BONK   USDT   0.00000001  1        90000000000  5
FLOKI  USDT   0.00000001  1        90000000000  5
RENDER USDT   0.001       0.01     90000        5
TIA    USDT   0.0001      0.01     90000        5
WLD    USDT   0.0001      0.1      900000       5
LDO    USDT   0.0001      0.01     90000        5
CRV    USDT   0.0001      0.1      900000       5
EUR    USDT   0.0001      0.1      900000       5
USDC   USDT   0.0001      1        9000000      5
FDUSD  USDT   0.0001      1        9000000      5
BTC    USDC   0.01        0.00001  9000         5
ETH    USDC   0.01        0.0001   9000         5
SOL    USDC   0.01        0.001    90000        5
BTC    FDUSD  0.01        0.00001  9000         5
ETH    FDUSD  0.01        0.0001   9000         5
SOL    FDUSD  0.01        0.001    90000        5
BTC    EUR    0.01        0.00001  9000         5
ETH    EUR    0.01        0.0001   9000         5
ETH    BTC    0.00001     0.0001   100000       0.0001
BNB    BTC    0.000001    0.001    100000       0.0001
SOL    BTC    0.0000001   0.001    100000       0.0001
`;

/** Perpetuals, all margined in USDT. The minimum notional is the lowest that Binance documents for them, 5 USDT. */
export const USDM_SYMBOLS = `
BTC       USDT  0.1        0.001  1000       5
ETH       USDT  0.01       0.001  10000      5
BNB       USDT  0.01       0.01   100000     5
SOL       USDT  0.01       0.01   1000000    5
XRP       USDT  0.0001     0.1    10000000   5
ADA       USDT  0.0001     1      2000000    5
DOGE      USDT  0.00001    1      50000000   5
TRX       USDT  0.00001    1      10000000   5
AVAX      USDT  0.001      1      10000000   5
DOT       USDT  0.001      0.1    10000000   5
LINK      USDT  0.001      0.01   1000000    5
LTC       USDT  0.01       0.001  10000      5
BCH       USDT  0.01       0.001  10000      5
ETC       USDT  0.001      0.01   1000000    5
UNI       USDT  0.001      1      1000000    5
ATOM      USDT  0.001      0.01   1000000    5
XLM       USDT  0.00001    1      10000000   5
FIL       USDT  0.001      0.1    10000000   5
NEAR      USDT  0.001      1      1000000    5
APT       USDT  0.001      0.1    1000000    5
ARB       USDT  0.0001     0.1    10000000   5
OP        USDT  0.0001     0.1    10000000   5
SUI       USDT  0.0001     0.1    10000000   5
INJ       USDT  0.001      0.1    1000000    5
AAVE      USDT  0.01       0.1    1000000    5
ICP       USDT  0.001      1      10000000   5
HBAR      USDT  0.00001    1      10000000   5
TON       USDT  0.0001     0.1    1000000    5
WIF       USDT  0.0001     0.1    10000000   5
TIA       USDT  0.0001     1      10000000   5
WLD       USDT  0.0001     1      10000000   5
1000PEPE  USDT  0.0000001  1      900000000  5
1000SHIB  USDT  0.000001   1      100000000  5
1000BONK  USDT  0.000001   1      900000000  5
1000FLOKI USDT  0.00001    1      100000000  5
`;
