import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A comment under the pull request. */
export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: "Bot" | "User" };
}

/** The part of GitHub's API that comments of pull request 7 of `shop/orders` need. */
export interface CommentsApi {
  readonly url: string;
  readonly comments: Comment[];
  /** Each request: `POST /repos/shop/orders/issues/7/comments`. */
  readonly calls: string[];
  /** Adds a comment of another author. */
  readonly say: (body: string, type?: "Bot" | "User") => void;
}

const bot = { login: "github-actions[bot]", type: "Bot" } as const;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Starts the API, which is gone when the test ends. `mayWrite` is false for the token of a fork; `login` is whose token
 * it is, without one a workflow's own.
 */
export async function commentsApi(
  options: { readonly mayWrite?: boolean; readonly login?: string; readonly status?: number } = {},
): Promise<CommentsApi> {
  const { mayWrite = true, login, status } = options;
  const comments: Comment[] = [];
  const calls: string[] = [];
  const author = login === undefined ? bot : ({ login, type: "User" } as const);
  const add = (body: string, user: Comment["user"]): Comment => {
    const comment = { id: 1000 + comments.length, body, user };
    comments.push(comment);
    return comment;
  };

  function answer(method: string, url: URL, text: string): Answer {
    if (status !== undefined) return { status, body: { message: "Something is wrong" } };
    if (url.pathname === "/user") return login === undefined ? refused : { status: 200, body: { login } };
    const list = "/repos/shop/orders/issues/7/comments";
    if (method === "GET" && url.pathname === list) {
      const size = Number(url.searchParams.get("per_page") ?? 30);
      const from = (Number(url.searchParams.get("page") ?? 1) - 1) * size;
      return { status: 200, body: comments.slice(from, from + size) };
    }
    if (!mayWrite) return refused;
    const { body } = JSON.parse(text) as { body: string };
    if (method === "POST" && url.pathname === list) return { status: 201, body: add(body, author) };
    const comment = comments.find(({ id }) => url.pathname === `/repos/shop/orders/issues/comments/${id}`);
    if (method !== "PATCH" || comment === undefined) return { status: 404, body: { message: "Not Found" } };
    comment.body = body;
    return { status: 200, body: comment };
  }

  const server = createServer(async (request, response) => {
    const { method = "", url = "/" } = request;
    const text = await textOf(request);
    calls.push(`${method} ${url}`);
    const isKnown = request.headers.authorization === "Bearer the-token";
    const { status: code, body } = isKnown ? answer(method, new URL(url, "http://api"), text) : unknown;
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const say: CommentsApi["say"] = (body, type = "User") => {
    add(body, { login: "somebody", type });
  };
  return { url: `http://127.0.0.1:${port}`, comments, calls, say };
}

const refused: Answer = { status: 403, body: { message: "Resource not accessible by integration" } };

const unknown: Answer = { status: 401, body: { message: "Bad credentials" } };

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}
