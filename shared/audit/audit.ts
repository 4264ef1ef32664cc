/** A change that a person or a job made, kept with the change itself. `subject` is the id of what was changed. */
export type AuditEntry = {
  id: string;
  userId: string;
  /** The API token that was used, the alert that asked for it, or the part of the service that acted. */
  actor: string;
  action: AuditAction;
  subject: string;
  /** Never a secret. */
  detail: Readonly<Record<string, unknown>>;
  at: Date;
};

export type AuditAction =
  | 'alert.answered'
  | 'owner.created'
  | 'account.updated'
  | 'api_token.created'
  | 'api_token.revoked'
  | 'exchange_key.added'
  | 'exchange_key.replaced'
  | 'exchange_key.tested'
  | 'exchange_key.deleted'
  | 'encryption.data_key_rotated'
  | 'encryption.master_key_rotated'
  | 'strategy.created'
  | 'strategy.updated'
  | 'strategy.enabled'
  | 'strategy.disabled'
  | 'strategy.token_rotated'
  | 'route.bound'
  | 'route.unbound'
  | 'position.written_off'
  | 'trading_state.set'
  | 'trading_state.flatten'
  | 'risk_limits.set';
