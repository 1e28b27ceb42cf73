/** The root of the repository: npm and vitest run there, also what is compiled into another folder. */
export const root = process.cwd();
