/** Examples are Python files; the bundle holds their text. */
declare module '*.py' {
  const text: string;
  export default text;
}
