import { Project, ts } from "ts-morph";
import type { FileHost } from "./file-host.js";
import type { ResolveModule } from "./resolve-modules.js";

const libFolder = "/node_modules/typescript/lib";

/** Strict, so that optional and nullable properties are visible in types, whatever the project's own settings. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  allowJs: true,
  jsx: ts.JsxEmit.Preserve,
  lib: ["lib.esnext.d.ts"],
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  types: [],
};

/**
 * One program over all files, regardless of how many projects they belong to: each import is resolved with its own
 * project's settings, and an SDK that several use is checked once. Errors in the code are never reported.
 */
export function codeProgram(files: readonly string[], host: FileHost, resolve: ResolveModule): ts.Program {
  const libraries = librarySources();
  const compilerHost: ts.CompilerHost = {
    ...host,
    getSourceFile: (fileName, settings) => {
      const library = libraries.get(fileName);
      if (library) return library;
      const text = host.readFile(fileName);
      if (text === undefined) return undefined;
      try {
        return ts.createSourceFile(fileName, text, settings, true);
      } catch {
        return undefined; // nested deeper than the parser's stack
      }
    },
    fileExists: (path) => libraries.has(path) || host.fileExists(path),
    getDefaultLibFileName: () => `${libFolder}/lib.esnext.d.ts`,
    getDefaultLibLocation: () => libFolder,
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    getCanonicalFileName: (name) => (ts.sys.useCaseSensitiveFileNames ? name : name.toLowerCase()),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getNewLine: () => "\n",
    writeFile: () => undefined,
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => ({ resolvedModule: resolve(text, from) })),
    jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors,
  };
  return ts.createProgram({ rootNames: [...files], options, host: compilerHost });
}

let known: ReadonlyMap<string, ts.SourceFile> | undefined;

/** The declarations of the language itself, which ts-morph bundles, so none need be installed. */
function librarySources(): ReadonlyMap<string, ts.SourceFile> {
  if (known) return known;
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: options });
  project.createSourceFile("/empty.ts", ""); // a program without files has no libraries either
  const sources = project.getProgram().compilerObject.getSourceFiles();
  const libraries = sources.filter(({ fileName }) => fileName.startsWith(libFolder));
  known = new Map(libraries.map((source) => [source.fileName, source]));
  return known;
}
