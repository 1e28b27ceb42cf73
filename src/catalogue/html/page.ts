import { mark } from "../mark.js";
import type { Catalogue } from "../model.js";
import { type Content, h, type Markup } from "./markup.js";

/** One page of the site. */
export interface Page {
  /** Below the site's folder, `events/order_paid.html`. */
  readonly path: string;
  readonly title: string;
  readonly content: Content;
}

/** What every page begins with. */
const start = `<!doctype html><!-- ${mark} -->`;

/**
 * Nothing but the site's own script, style sheet and pictures: what a contract says can load and run nothing, whatever
 * it is (Content Security Policy Level 3).
 */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/** A page as a file: heading, search, links between the pages. */
export function pageText({ path, title, content }: Page, { title: site, services }: Catalogue): string {
  const up = "../".repeat(path.split("/").length - 1);
  const link = (to: string, label: string): Markup =>
    h("a", { href: `${up}${to}`, "aria-current": to === path ? "page" : undefined }, label);
  const head = h(
    "head",
    {},
    h("meta", { charset: "utf-8" }),
    h("meta", { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("meta", { name: "color-scheme", content: "light dark" }),
    h("meta", { name: "generator", content: "rabbitgen" }),
    h("title", {}, title === site ? site : `${title} · ${site}`),
    h("link", { rel: "icon", href: "data:," }),
    h("link", { rel: "stylesheet", href: `${up}catalogue.css` }),
    h("script", { src: `${up}catalogue.js`, defer: true }),
  );
  const header = h(
    "header",
    { class: "site" },
    h("a", { class: "skip", href: "#content" }, "Skip to content"),
    h("a", { class: "home", href: `${up}index.html` }, site),
    h(
      "nav",
      { "aria-label": "Catalogue" },
      link("index.html", "All events"),
      services.length === 0 ? undefined : link("services.html", "Services"),
      link("flow.html", "Flow"),
    ),
    h(
      "search",
      { class: "search", hidden: true },
      h("label", { for: "search" }, "Search"),
      h("input", {
        id: "search",
        type: "search",
        autocomplete: "off",
        "aria-controls": "found",
        placeholder: "event, service, property, queue ( / )",
      }),
      h("p", { id: "found-count", role: "status", class: "count" }),
      h("ul", { id: "found", hidden: true, "aria-label": "Search results" }),
    ),
  );
  const body = h(
    "body",
    { "data-root": up },
    header,
    h("main", { id: "content", tabindex: "-1" }, content),
    h("footer", {}, "Made by rabbitgen from JSON Schemas."),
  );
  return `${start}\n${h("html", { lang: "en" }, head, body).html}\n`;
}
