// Generates as the command line does from nothing, but for the modules of types: what `bench/generate.ts` compares with.
import { generateSdk, loadContract, readFolder, runtimeFiles } from "rabbitgen";

const [, , schemas = ""] = process.argv;
const { contract } = await loadContract(readFolder(schemas).files);
if (!contract) throw new Error(`${schemas} has errors.`);
await generateSdk(contract, { runtime: runtimeFiles(), unchangedTypes: () => true });
