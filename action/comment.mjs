// @ts-check
// Keeps one comment with the review under the pull request: creates it when there is something to say, and updates it
// from then on. Whatever goes wrong here is told and fails nothing: the checks decide about the job.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How long GitHub may take to answer, in ms. */
const patience = 30_000;

/** GitHub's limit for a comment, in characters. */
const longest = 65_536;

/** The first line of the review's report, by which the comment is found again. */
const marker = "<!-- rabbitgen review -->";

/** @param {string} name */
function variable(name) {
  return process.env[name] ?? "";
}

/** GitHub answered that this may not be done, or not by this token. */
class Refused extends Error {}

/**
 * One request below the repository's or the API's address.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 */
async function request(method, path, body) {
  const response = await fetch(`${variable("GITHUB_API_URL")}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${variable("TOKEN")}`,
      "content-type": "application/json",
      "user-agent": "rabbitgen",
    },
    signal: AbortSignal.timeout(patience),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  const message = `${method} ${path} was answered with ${response.status} ${text.slice(0, 300)}`;
  throw [401, 403, 404].includes(response.status) ? new Refused(message) : new Error(message);
}

/**
 * The comment of an earlier run: one that begins with the marker and is by the token's own account. Anybody can write
 * the marker, and in a comment of somebody else that person could change what the review says.
 * @param {string} comments
 * @returns {Promise<number | undefined>}
 */
async function findComment(comments) {
  /** @type {{ id: number, body?: string, user?: { login?: string, type?: string } }[]} */
  const marked = [];
  for (let page = 1; page <= 100; page++) {
    const found = await request("GET", `${comments}?per_page=100&page=${page}`);
    marked.push(...found.filter((/** @type {{ body?: string }} */ { body }) => body?.startsWith(marker)));
    if (found.length < 100) break;
  }
  const byBot = marked.find(({ user }) => user?.type === "Bot");
  if (byBot !== undefined || marked.length === 0) return byBot?.id;
  const login = await ownLogin();
  return marked.find(({ user }) => login !== undefined && user?.login === login)?.id;
}

/** Whose token it is; a workflow's own token may not ask, and is a bot's. */
async function ownLogin() {
  try {
    return (await request("GET", "/user")).login;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

async function keepComment() {
  const event = JSON.parse(readFileSync(variable("GITHUB_EVENT_PATH"), "utf8"));
  const number = Number(event.pull_request?.number);
  if (!Number.isInteger(number)) return "This is no pull request: there is nothing to comment on.";
  const text = readFileSync(join(variable("REPORTS"), "comment.md"), "utf8");
  // The review's verdict stands in the second line; a warning sign there fails nothing, and is worth a look.
  const isGood = variable("FAILED") !== "true" && text.split("\n")[1]?.startsWith("✅") === true;
  const repository = `/repos/${variable("GITHUB_REPOSITORY")}`;
  const comments = `${repository}/issues/${number}/comments`;
  const run = `${variable("GITHUB_SERVER_URL")}/${variable("GITHUB_REPOSITORY")}/actions/runs/${variable("GITHUB_RUN_ID")}`;
  const body = `${text}\n[Everything that was checked](${run})\n`.slice(0, longest);
  const id = await findComment(comments);
  if (id !== undefined) {
    await request("PATCH", `${repository}/issues/comments/${id}`, { body });
    return "The comment was updated.";
  }
  if (isGood) return "Nothing breaks, and nothing ever did: no comment is needed.";
  await request("POST", comments, { body });
  return "The comment was written.";
}

/** @param {string} text */
function escapeData(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

try {
  console.log(await keepComment());
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  if (error instanceof Refused) {
    const help =
      "The review is in the summary of this run. A pull request from a fork has a token that may only read; others need `permissions: pull-requests: write`.";
    console.log(
      `::notice title=rabbitgen::${escapeData(`The comment could not be written. ${help}\n${why}`)}`,
    );
  } else console.log(`::warning title=rabbitgen::${escapeData(`The comment could not be written: ${why}`)}`);
}
