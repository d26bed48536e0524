import { NexusError } from "../client/errors.ts";
import { unexpectedResponse } from "../client/nexus-client.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { type CertificateDescription, describeCertificate, hasFingerprint } from "../model/kinds/certificate.ts";
import type { PinnedCertificate } from "../model/pinned-certificate.ts";
import { type Violation, validateFields } from "../model/validation.ts";
import { containsUnknown, type Fields, isFields } from "../util/json.ts";
import { diffDeclarations } from "./diff.ts";
import { RefusedError } from "./errors.ts";
import { getComputed, getDeclared, getInternals } from "./inputs.ts";
import { PartialFailureError } from "./partial-failure.ts";
import { KindProvider } from "./provider.ts";
import type { DiffResult, ResourceProvider } from "./provider-methods.ts";
import type { ProviderRun } from "./provider-run.ts";

/**
 * The provider of the certificate of a host (`new Certificate("ldap", { host, port })`). Nexus
 * retrieves the certificate when the resource is created. From then on, the certificate in the state (`pinned`) is managed as a
 * declared one, by the provider of its own kind.
 */
export class HostCertificateProvider implements ResourceProvider {
  readonly #run: ProviderRun;
  readonly #kind: Kind;
  readonly #certificateKind: Kind;
  readonly #certificates: KindProvider;

  constructor(run: ProviderRun, kind: Kind, certificateKind: Kind) {
    this.#run = run;
    this.#kind = kind;
    this.#certificateKind = certificateKind;
    this.#certificates = new KindProvider(run, certificateKind);
  }

  /** Shows the certificate that a new resource trusts. Pulumi also checks a replacement as a new resource. */
  async check(olds: Fields, news: Fields): Promise<Violation[]> {
    const declared = getDeclared(news);
    const violations = validateFields(this.#kind, declared);
    const isNew = !Object.keys(getDeclared(olds)).length;
    if (!violations.length && isNew && !containsUnknown(declared))
      violations.push(...((await this.#run.session.tryRead(this.#kind, () => this.#checkHost(declared))) ?? []));
    return violations;
  }

  /** Another host or port replaces the certificate, and so does a fingerprint of another certificate. */
  async diff(id: string, olds: Fields, news: Fields): Promise<DiffResult> {
    const { hasChanges } = diffDeclarations(this.#kind, olds, news);
    const isKept = this.#keepsCertificate(olds, news);
    if (isKept) this.#run.recordDeclared(this.#certificateKind, id);
    return { changes: hasChanges, replaces: isKept ? [] : ["host"], deleteBeforeReplace: false };
  }

  /** Trusts the certificate that the host shows now. */
  async create(inputs: Fields): Promise<{ id: string; outs: Fields }> {
    const declared = getDeclared(inputs);
    await this.#run.session.initialPassword.beforeWrite();
    const { pem, ...certificate } = await this.#retrieve(declared);
    const refusal = findRefusal(certificate, declared);
    if (refusal !== undefined) throw new RefusedError(`${this.#describe(declared)}: ${refusal}`);
    const { fingerprint } = certificate;
    const pinned = { pem, fingerprint };
    this.#run.recordDeclared(this.#certificateKind, fingerprint);
    const toOutputs = (outs: Fields): Fields => ({ ...inputs, ...getComputed(outs), pinned });
    try {
      const { outs } = await this.#certificates.create(toCertificate(inputs, pinned));
      return { id: fingerprint, outs: toOutputs(outs) };
    } catch (error) {
      if (!(error instanceof PartialFailureError)) throw error;
      throw new PartialFailureError(error.failure, fingerprint, toOutputs(error.properties));
    }
  }

  /** Reads the pinned certificate from the trust store, and reports if the host shows another one. */
  async read(id: string, properties: Fields): Promise<{ id: string; props: Fields; inputs: Fields }> {
    const pinned = getPinned(properties);
    const current = await this.#certificates.read(id, toCertificate(properties, pinned));
    if (!current.id) return current;
    await this.#reportOtherCertificate(getDeclared(properties), pinned);
    return { id, props: properties, inputs: { ...getInternals(properties), ...getDeclared(properties) } };
  }

  async update(id: string, olds: Fields, news: Fields): Promise<{ outs: Fields }> {
    const pinned = getPinned(olds);
    const before = toCertificate(olds, pinned);
    const { outs } = await this.#certificates.update(id, before, toCertificate(news, pinned));
    return { outs: { ...news, ...getComputed(outs), pinned: { ...pinned } } };
  }

  delete(id: string, properties: Fields): Promise<void> {
    return this.#certificates.delete(id, toCertificate(properties, getPinned(properties)));
  }

  #describe(declared: Fields): string {
    return `certificate of ${getIdentity(this.#kind, declared)}`;
  }

  #keepsCertificate(olds: Fields, news: Fields): boolean {
    const { fingerprint, ...declared } = getDeclared(news);
    if (getIdentity(this.#kind, getDeclared(olds)) !== getIdentity(this.#kind, declared)) return false;
    if (typeof fingerprint !== "string" || containsUnknown(fingerprint)) return true;
    return hasFingerprint(describeCertificate(getPinned(olds).pem), fingerprint);
  }

  async #checkHost(declared: Fields): Promise<Violation[]> {
    const certificate = await this.#tryRetrieve(declared);
    if (typeof certificate === "string") return [{ path: "host", message: certificate }];
    const refusal = findRefusal(certificate, declared);
    if (refusal !== undefined) return [{ path: "fingerprint", message: refusal }];
    this.#run.session.notice(`${this.#describe(declared)}: trusts ${formatCertificate(certificate)}`);
    return [];
  }

  async #reportOtherCertificate(declared: Fields, pinned: PinnedCertificate): Promise<void> {
    const { session } = this.#run;
    const certificate = await session.tryRead(this.#kind, () => this.#tryRetrieve(declared));
    if (typeof certificate !== "object" || certificate.fingerprint === pinned.fingerprint) return;
    session.notice(
      `${this.#describe(declared)}: the host shows another certificate now, which is not trusted: ` +
        `${formatCertificate(certificate)}. To trust it instead of ${pinned.fingerprint}, declare its fingerprint, or run ` +
        "pulumi up --replace with the URN of the resource",
    );
  }

  /** Returns the reason if Nexus cannot retrieve the certificate. */
  async #tryRetrieve(declared: Fields): Promise<(CertificateDescription & PinnedCertificate) | string> {
    try {
      return await this.#retrieve(declared);
    } catch (error) {
      if (!(error instanceof NexusError && error.status === 400)) throw error;
      return `Nexus cannot retrieve its certificate: ${error.details.text}`;
    }
  }

  /** Lets Nexus retrieve the certificate that the host shows now. */
  async #retrieve({ host, port = 443, protocolHint }: Fields): Promise<CertificateDescription & PinnedCertificate> {
    const query = new URLSearchParams({ host: String(host), port: String(port) });
    if (protocolHint !== undefined) query.set("protocolHint", String(protocolHint));
    const path = `/v1/security/ssl?${query}`;
    const { body } = await this.#run.session.client.get(path);
    if (!isFields(body) || typeof body.pem !== "string") throw unexpectedResponse({ method: "GET", path });
    return { ...describeCertificate(body.pem), pem: body.pem };
  }
}

function findRefusal(certificate: CertificateDescription, { fingerprint }: Fields): string | undefined {
  if (typeof fingerprint !== "string" || hasFingerprint(certificate, fingerprint)) return undefined;
  return `is ${fingerprint}, but the host shows ${formatCertificate(certificate)}`;
}

function formatCertificate({ fingerprint, fingerprint256, subject, expires }: CertificateDescription): string {
  return `${fingerprint} (SHA-256 ${fingerprint256}), subject ${subject}, valid until ${expires}`;
}

function getPinned({ pinned }: Fields): PinnedCertificate {
  const { pem = "", fingerprint = "" } = isFields(pinned) ? pinned : {};
  return { pem: String(pem), fingerprint: String(fingerprint) };
}

/** Returns the properties of the pinned certificate for the provider of its own kind. */
function toCertificate(properties: Fields, { pem }: PinnedCertificate): Fields {
  const { onConflict } = properties;
  return {
    ...getInternals(properties),
    ...getComputed(properties),
    pem,
    ...(onConflict !== undefined && { onConflict }),
  };
}
