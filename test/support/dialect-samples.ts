/** One message of each dialect, with `%n` where a number stands and a secret called `s3cr3t-of-mine` or `60123456789`. */
export const DIALECT_SAMPLES: readonly { dialect: string; body: string; secret?: string }[] = [
  { dialect: 'traderspost', body: '{"ticker":"BTCUSDT","action":"buy","quantity":"%n","stopLoss":{"percent":2}}' },
  {
    dialect: '3commas-dca',
    body: '{"email_token":"s3cr3t-of-mine","message_type":"bot","bot_id":7,"pair":"USDT_BTC","action":"add_funds_in_quote","volume":%n}',
    secret: 's3cr3t-of-mine',
  },
  {
    dialect: '3commas-signal',
    body: '{"secret":"s3cr3t-of-mine","bot_uuid":"u-1","action":"enter_long","tv_instrument":"BTCUSDT","order":{"amount":"%n","currency_type":"base"},"take_profit":{"steps":[{"price_percent":1,"volume_percent":50}]}}',
    secret: 's3cr3t-of-mine',
  },
  {
    dialect: 'okx',
    body: '{"signalToken":"s3cr3t-of-mine","action":"ENTER_LONG","instrument":"BTC-USDT-SWAP","investmentType":"base","amount":"%n"}',
    secret: 's3cr3t-of-mine',
  },
  {
    dialect: 'wundertrading',
    body: '{"code":"ENTER-LONG_Bybit_ETHUSDT_s3cr3t-of-mine","amountPerTradeType":"base","amountPerTrade":"%n","takeProfits":[{"priceDeviation":0.01,"portfolio":0.5}]}',
    secret: 's3cr3t-of-mine',
  },
  { dialect: 'wundertrading', body: 'EXIT-LONG_Bybit_ETHUSDT_s3cr3t-of-mine', secret: 's3cr3t-of-mine' },
  {
    dialect: 'poabot',
    body: '{"password":"s3cr3t-of-mine","base":"BTC","quote":"USDT.P","side":"entry/buy","amount":"%n"}',
    secret: 's3cr3t-of-mine',
  },
  {
    dialect: 'tradingview-alerts-processor',
    body: '{"stub":"dev","direction":"long","symbol":"ETH-PERP","size":"%n"}',
  },
  {
    dialect: 'finandy',
    body: '{"secret":"s3cr3t-of-mine","name":"h","side":"buy","symbol":"BTCUSDT","open":{"price":%n},"tp":{"orders":[{"ofs":"1","piece":"25"}]}}',
    secret: 's3cr3t-of-mine',
  },
  {
    dialect: 'tv-hub',
    body: '{"token":"s3cr3t-of-mine","pair":"BTCUSDT","isBuy":true,"units":%n,"targetAmountInPercent":true,"targets":[{"takeProfitPercent":1,"amount":50}]}',
    secret: 's3cr3t-of-mine',
  },
  {
    dialect: 'altrady',
    body: '{"api_secret":"s3cr3t-of-mine","api_key":"k","action":"open","symbol":"BYBI_USDT_SOL","quote_amount":%n}',
    secret: 's3cr3t-of-mine',
  },
  {
    dialect: 'tradex',
    body: '{"PIN":"s3cr3t-of-mine","SYMBOL":"BTCUSDT","SIDE":"buy","ORDER_TYPE":"market","QUANTITY":"%n"}',
    secret: 's3cr3t-of-mine',
  },
  { dialect: 'alertatron-lite', body: '{"side":"long","amount":"%n","stopLossOffset":"1%"}' },
  { dialect: 'freqtrade', body: '{"pair":"BTC/USDT","stakeamount":%n,"entry_tag":"x"}' },
  {
    dialect: 'alert-connector',
    body: '{"passphrase":"s3cr3t-of-mine","market":"SOL_USD","size":"%n","order":"buy","position":"long"}',
    secret: 's3cr3t-of-mine',
  },
  { dialect: 'copyfactory', body: '{"symbol":"EURUSD","type":"POSITION_TYPE_BUY","volume":%n,"stopLoss":0.4}' },
  {
    dialect: 'alertatron',
    body: 'Keys(BTCUSDT) { market(side=buy, amount=%n); stopOrder(amount=100%p, stop=e-1%); limit(position=0, offset=e4%); wait(5m); cancel(which=all); } #bot',
  },
  {
    dialect: 'pineconnector',
    body: '60123456789,buy,BTCUSDT,vol_lots=%n,sl_pct=1,comment="a,b"',
    secret: '60123456789',
  },
  {
    dialect: 'octobot',
    body: 'TOKEN=s3cr3t-of-mine;SYMBOL=BTCUSDT;SIGNAL=BUY;VOLUME=%n;TAKE_PROFIT_PRICE=10%',
    secret: 's3cr3t-of-mine',
  },
  {
    dialect: 'pinebridge',
    body: 'secret=s3cr3t-of-mine,signal=long,symbol=BTCUSDT,qty=%n,sl_price=1',
    secret: 's3cr3t-of-mine',
  },
  { dialect: 'bva', body: 's3cr3t-of-mine|name|buy|BTCUSDT', secret: 's3cr3t-of-mine' },
  { dialect: 'autoview', body: 'e=BINANCE s=BTCUSDT c=order | delay=1 | s=BTCUSDT b=long q=%n t=market sl=-3%' },
  { dialect: 'frostybot', body: 'ftx:long symbol=BTC-PERP size=%n price=7600' },
  { dialect: 'gunbot', body: 'BUY_BINANCE_USDT-BTC_%n' },
  {
    dialect: 'bce',
    body: '#BCE_ACTION_START#BUY#BCE_ACTION_END# #BCE_PAIR_START#BTCUSDT#BCE_PAIR_END# #BCE_TOT_START#%n#BCE_TOT_END#',
  },
  { dialect: 'tradingview-default', body: 'order sell @ %n filled on BTCUSDT.P. New strategy position is -1' },
  { dialect: 'whook', body: 'myKucoinA ETH/USDT buy %n x3' },
];
