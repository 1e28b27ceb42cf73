/** The part of playwright-core that the tests use: its own declarations need those of the DOM, which no other file here may use. */
export const chromium: {
  launch(options: {
    readonly executablePath: string;
    readonly chromiumSandbox: boolean;
    readonly args: readonly string[];
  }): Promise<Browser>;
};

export interface BrowserContextOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  readonly javaScriptEnabled?: boolean;
}

export interface Browser {
  newContext(options: BrowserContextOptions): Promise<BrowserContext>;
  newPage(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export interface BrowserContext {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export interface Page {
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  on(event: "pageerror", listener: (error: Error) => void): void;
  on(event: "console", listener: (message: { text(): string }) => void): void;
  on(event: "dialog", listener: (dialog: { message(): string; dismiss(): Promise<void> }) => void): void;
  goto(url: string, options?: { readonly waitUntil: "load" }): Promise<unknown>;
  reload(): Promise<unknown>;
  url(): string;
  waitForURL(pattern: string): Promise<void>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  emulateMedia(options: { readonly media: "print" | "screen" }): Promise<void>;
  screenshot(options: {
    readonly path: string;
    readonly clip: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };
  }): Promise<unknown>;
  /** Runs text in the page, and gives what it evaluates to. */
  evaluate<Result>(expression: string): Promise<Result>;
  locator(selector: string, options?: { readonly hasText: string }): Locator;
  getByText(text: string, options?: { readonly exact: boolean }): Locator;
  getByLabel(text: string): Locator;
}

export interface Locator {
  first(): Locator;
  locator(selector: string, options?: { readonly hasText: string }): Locator;
  getByRole(role: string, options: { readonly name: string }): Locator;
  waitFor(): Promise<void>;
  count(): Promise<number>;
  isVisible(): Promise<boolean>;
  innerText(): Promise<string>;
  allInnerTexts(): Promise<string[]>;
  allTextContents(): Promise<string[]>;
  click(): Promise<void>;
  check(): Promise<void>;
  focus(): Promise<void>;
  fill(text: string): Promise<void>;
  selectOption(value: string): Promise<unknown>;
}
