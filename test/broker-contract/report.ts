import { subjects } from "./subjects.js";
import { differences } from "./support/differences.js";

/** What the contract holds, in numbers. */
export interface ContractCounts {
  readonly cases: number;
  readonly differences: number;
}

export function countContract(): ContractCounts {
  const cases = Object.values(subjects).reduce((sum, subject) => sum + Object.keys(subject).length, 0);
  return { cases, differences: differences.length };
}

/** The part of docs/how-to/embedded-broker.md that says what the contract holds; `npm run docs` writes it. */
export function renderReport(): string {
  const { cases, differences: count } = countContract();
  const counted = Object.entries(subjects).map(
    ([subject, each]) => `| ${subject} | ${Object.keys(each).length} |`,
  );
  const differing = differences.map(
    ({ what, words, embedded }) =>
      `| ${cell(what)} | ${cell(words["3.10"])} | ${cell(words["4.0"])} | ${embedded} |`,
  );
  return [
    `${cases} cases, written against a URL with amqplib and with sockets of their own, pass unchanged on RabbitMQ 3.10,`,
    `on RabbitMQ 4.0 and on the embedded broker (\`npm run test:contract\`). The two RabbitMQs differ in ${count} of the behaviors that the`,
    "cases look at.",
    "",
    "| subject | cases |",
    "| --- | --- |",
    ...counted,
    "",
    "| what differs | RabbitMQ 3.10 | RabbitMQ 4.0 | the embedded broker follows |",
    "| --- | --- | --- | --- |",
    ...differing,
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
