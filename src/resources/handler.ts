/**
 * Returns the text from which Pulumi's provider process creates the provider of a resource. Every stack stores it in its
 * state permanently, and it is evaluated by the version of the project that is installed then. It is a contract: a test
 * compares it byte for byte, and it must never change.
 *
 * `configure` sets a promise that all methods await, as Pulumi calls methods before `configure` has completed. The import
 * by package name resolves both in a checkout and in an installed package.
 */
export function handlerFor(kind: string): string {
  return `let r;exports.handler=()=>{let p={configure:q=>r=import("nexus-iac/provider").then(m=>m.connect("${kind}",q))};for(let m of["check","diff","create","read","update","delete"])p[m]=async(...a)=>(await r)[m](...a);return p}`;
}
