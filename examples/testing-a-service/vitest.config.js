export default {
  test: { globals: true, include: ["test/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
};
