declare module "*.png" {
  const address: string;
  export default address;
}

// Types of Leaflet come from its whole ("layers" in tsconfig.json); its parts have none of their own.
declare module "leaflet/src/*";

/** The programs of features, which the main program starts; see `parts/README.md`. */
declare interface Window {
  datelineParts?: ((page: import("./main.js").Page) => void)[];
}
