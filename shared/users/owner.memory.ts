import type { NewOwner, OwnerStore } from './owner.ts';

export function memoryOwnerStore(): OwnerStore & { readonly owners: NewOwner[] } {
  const owners: NewOwner[] = [];
  return {
    owners,
    anyUser: async () => owners.length > 0,
    async add(owner) {
      if (owners.length > 0) return false;
      owners.push(owner);
      return true;
    },
  };
}
