import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { contentSecurityPolicy } from "../catalogue/html/page.js";
import { UsageError } from "../findings/usage-error.js";

/** A server of files in memory, for this machine alone. */
export interface FileServer extends AsyncDisposable {
  /** `http://127.0.0.1:8080/` */
  readonly url: string;
}

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

/**
 * Serves texts by path on the loopback interface, port 0 being any free one. A request for another host is refused, so
 * that no page of the web can read it under a name of its own (DNS rebinding).
 */
export async function serveFiles(
  port: number,
  textOf: (path: string) => string | undefined,
): Promise<FileServer> {
  const server = createServer((request, response) => answer(request, response, textOf));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE" ? "is in use" : `cannot be listened on: ${error.code ?? error.message}`;
      reject(
        new UsageError(
          `Port ${port} ${why}. Choose another with --serve <port>, or omit the port to use any free one.`,
        ),
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}/`,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(
  { headers, method, url = "/" }: IncomingMessage,
  response: ServerResponse,
  textOf: (path: string) => string | undefined,
): void {
  const end = (status: number, text: string, type = "text/plain; charset=utf-8"): void => {
    response.writeHead(status, {
      "content-type": type,
      "content-security-policy": contentSecurityPolicy,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    response.end(method === "HEAD" ? undefined : text);
  };
  const path = pathOf(url);
  const text = path === undefined ? undefined : textOf(path);
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(headers.host ?? "")) end(403, "Forbidden\n");
  else if (method !== "GET" && method !== "HEAD") end(405, "Method not allowed\n");
  else if (path === undefined || text === undefined) end(404, "Not found\n");
  else end(200, text, types[path.slice(path.lastIndexOf(".") + 1)]);
}

/** The file that a request asks for; `undefined` where the URL is not one. */
function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost/").pathname).slice(1);
    return path === "" ? "index.html" : path;
  } catch {
    return undefined;
  }
}
