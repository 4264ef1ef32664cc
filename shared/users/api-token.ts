/** A person's key to the API. What it spells is shown once; `hint` is how it ends. */
export type ApiToken = {
  id: string;
  userId: string;
  name: string;
  hint: string;
  createdAt: Date;
  /** To the minute. */
  lastUsedAt?: Date;
  expiresAt?: Date;
  revokedAt?: Date;
};
