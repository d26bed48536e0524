/**
 * The text from which Pulumi's provider process makes the provider of a resource. It is written into the state of every
 * stack, for good, and evaluated by whatever version of the project is installed then: it is a contract, held byte for
 * byte by a test, and must never change.
 *
 * `configure` sets a promise that all methods await, as methods are called while it is still under way. The package's
 * own name resolves in a checkout and where the package is installed.
 */
export function handlerFor(kind: string): string {
  return `let r;exports.handler=()=>{let p={configure:q=>r=import("nexus-iac/provider").then(m=>m.connect("${kind}",q))};for(let m of["check","diff","create","read","update","delete"])p[m]=async(...a)=>(await r)[m](...a);return p}`;
}
