/** A type of browsers that the declarations of @viz-js/viz name; nothing here uses it. */
type SVGSVGElement = never;
