export type User = {
  id: string;
  email: string;
  role: 'owner' | 'member';
  createdAt: Date;
};
