import { type Estate, type EstateFinding, findAbsence, formatResource, getDeclaredIdentity } from "../estate.ts";
import { listReferences } from "../references.ts";

/** Checks that an object that is declared absent is neither declared, nor listed as existing, nor referred to. */
export function validateAbsences(estate: Estate): EstateFinding[] {
  const { declarations, existing, absences = [] } = estate;
  if (!absences.length) return [];
  const declared = declarations.flatMap((about): EstateFinding[] => {
    const absence = findAbsence(estate, about.kind.family, getDeclaredIdentity(about));
    if (!absence) return [];
    return [
      { about, path: about.kind.identity ?? "", message: `is also declared absent, by ${formatResource(absence)}` },
    ];
  });
  const references = declarations.flatMap((about) =>
    listReferences(about)
      .filter(({ family, name }) => findAbsence(estate, family, name))
      .map(({ path, family, name }) => ({ about, path, message: `${family} "${name}" is declared absent` })),
  );
  const listed = existing.flatMap(({ family, name }): EstateFinding[] => {
    const about = findAbsence(estate, family, name);
    return about ? [{ about, path: "", message: `${family} "${name}" is also listed as existing` }] : [];
  });
  return [...declared, ...references, ...listed];
}
