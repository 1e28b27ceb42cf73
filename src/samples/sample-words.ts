/** Made-up people, whose names need no more than ASCII. */
export const people: readonly string[] = [
  "Maria Santos",
  "Jonas Weber",
  "Aiko Tanaka",
  "Emma Larsson",
  "Omar Haddad",
  "Chloe Martin",
  "Liam Murphy",
  "Priya Nair",
];

export const firstNames: readonly string[] = people.map((name) => name.split(" ")[0] ?? name);
export const lastNames: readonly string[] = people.map((name) => name.split(" ")[1] ?? name);
/** At a domain that is reserved for documentation (RFC 2606). */
export const emails: readonly string[] = people.map(
  (name) => `${name.toLowerCase().replaceAll(" ", ".")}@example.com`,
);

export const cities: readonly string[] = [
  "Berlin",
  "Stockholm",
  "Lisbon",
  "Osaka",
  "Toronto",
  "Dublin",
  "Nairobi",
  "Lyon",
];
export const countries: readonly string[] = [
  "Germany",
  "Sweden",
  "Portugal",
  "Japan",
  "Canada",
  "Ireland",
  "Kenya",
  "France",
];
/** ISO 3166-1, of two letters and of three, in the order of the countries. */
export const countryCodes: readonly string[] = ["DE", "SE", "PT", "JP", "CA", "IE", "KE", "FR"];
export const longCountryCodes: readonly string[] = ["DEU", "SWE", "PRT", "JPN", "CAN", "IRL", "KEN", "FRA"];
/** ISO 4217. */
export const currencies: readonly string[] = ["EUR", "USD", "GBP", "SEK", "JPY", "CAD", "CHF"];
/** BCP 47. */
export const locales: readonly string[] = ["en-GB", "de-DE", "sv-SE", "pt-PT", "ja-JP", "fr-FR"];
export const languages: readonly string[] = ["en", "de", "sv", "pt", "ja", "fr"];
export const timeZones: readonly string[] = [
  "Europe/Berlin",
  "Europe/Stockholm",
  "Asia/Tokyo",
  "America/Toronto",
  "UTC",
];
export const streets: readonly string[] = [
  "14 Market Street",
  "7 Harbour Road",
  "221 Station Lane",
  "3 Mill Close",
];
export const regions: readonly string[] = ["Ontario", "Bavaria", "Skane", "Kansai"];
export const companies: readonly string[] = [
  "Example Ltd",
  "Northwind Traders",
  "Contoso GmbH",
  "Blue Lamp AB",
];
export const products: readonly string[] = ["Desk lamp", "Wool blanket", "Coffee grinder", "Trail backpack"];
export const slugs: readonly string[] = ["desk-lamp", "wool-blanket", "coffee-grinder", "trail-backpack"];
export const colors: readonly string[] = ["blue", "green", "black", "white"];
export const statuses: readonly string[] = ["active", "pending", "completed", "cancelled"];
export const services: readonly string[] = ["svc-orders", "svc-billing", "svc-shipping", "svc-accounts"];
export const sentences: readonly string[] = [
  "Left with the neighbor at number 12.",
  "Customer asked for delivery in the morning.",
  "Second attempt after a timeout.",
  "Checked and approved.",
];
/** Numbers that are reserved for fiction (Ofcom's, and the North American 555-01xx). */
export const phones: readonly string[] = ["+442079460958", "+12025550143", "+441632960021", "+16135550197"];
