import type { Report } from "../report/report.js";
import type { Io } from "./io.js";

/** Where the web shows files of the repository at a commit, as far as the CI system's variables say it. */
export function reportLinks(env: Io["env"], base: string | undefined): Pick<Report, "links"> {
  const [start, head] = repositoryUrl(env) ?? [];
  if (start === undefined || head === undefined || !/^https?:\/\//.test(start)) return {};
  const old = base === undefined ? {} : { old: `${start}${base}/` };
  return { links: { new: `${start}${head}/`, ...old } };
}

function repositoryUrl(env: Io["env"]): readonly [start: string, head: string | undefined] | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, CI_PROJECT_URL: project } = env;
  if (server && repository)
    return [`${server}/${repository}/blob/`, env["RABBITGEN_HEAD_SHA"] || env["GITHUB_SHA"]];
  return project ? [`${project}/-/blob/`, env["CI_COMMIT_SHA"]] : undefined;
}
