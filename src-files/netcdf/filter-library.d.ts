/** A library of WebAssembly, as a data: URL. */
declare module '*.so?url&inline' {
  const url: string;
  export default url;
}
