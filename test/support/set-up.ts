import { makeEnvironmentPlain } from "./plain-environment.js";

// what vitest runs before each test file

makeEnvironmentPlain();
process.umask(0o022);
