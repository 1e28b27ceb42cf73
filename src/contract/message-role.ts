/** Whose rules a message has to follow: a publisher may not send undeclared properties either. */
export type MessageRole = "consumer" | "publisher";
