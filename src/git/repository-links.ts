/** Variables of the process, such as those that a CI system sets. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The starts of web addresses of files: at the commit that is looked at, and at the one that it is compared with. */
export interface RepositoryLinks {
  readonly links?: { readonly new: string; readonly old?: string };
}

/** Where the web shows files of the repository at a commit, as far as the CI system's variables say it. */
export function repositoryLinks(env: Environment, base: string | undefined): RepositoryLinks {
  const [start, head] = repositoryUrl(env) ?? [];
  if (start === undefined || head === undefined || !/^https?:\/\//.test(start)) return {};
  const old = base === undefined ? {} : { old: `${start}${base}/` };
  return { links: { new: `${start}${head}/`, ...old } };
}

function repositoryUrl(env: Environment): readonly [start: string, head: string | undefined] | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, CI_PROJECT_URL: project } = env;
  if (server && repository)
    return [`${server}/${repository}/blob/`, env["RABBITGEN_HEAD_SHA"] || env["GITHUB_SHA"]];
  return project ? [`${project}/-/blob/`, env["CI_COMMIT_SHA"]] : undefined;
}
