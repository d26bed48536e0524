import ts from "typescript";

/**
 * Returns a transformer that keeps the comments on fields of inferred types in declaration files, so that editors show them.
 * The compiler keeps only the comments of types that are written out; the types of zod schemas are inferred.
 */
export function keepFieldComments(checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile | ts.Bundle> {
  /** Walks through the printed type and the type of the source in parallel and adds the comments. */
  function commented(printed: ts.TypeNode, known: ts.Type): ts.TypeNode {
    if (ts.isTypeLiteralNode(printed)) {
      const members = printed.members.map((member) => commentedMember(member, known));
      return ts.factory.updateTypeLiteralNode(printed, ts.factory.createNodeArray(members));
    }
    if (ts.isTypeReferenceNode(printed))
      return ts.factory.updateTypeReferenceNode(printed, printed.typeName, commentedArguments(printed, known));
    if (ts.isImportTypeNode(printed)) {
      const { argument, attributes, qualifier, isTypeOf } = printed;
      const typeArguments = commentedArguments(printed, known);
      return ts.factory.updateImportTypeNode(printed, argument, attributes, qualifier, typeArguments, isTypeOf);
    }
    return printed;
  }

  function commentedArguments(
    printed: ts.NodeWithTypeArguments,
    known: ts.Type,
  ): ts.NodeArray<ts.TypeNode> | undefined {
    const types = known.aliasTypeArguments ?? (isReference(known) ? checker.getTypeArguments(known) : []);
    const nodes = printed.typeArguments?.map((node, index) => (types[index] ? commented(node, types[index]) : node));
    return nodes && ts.factory.createNodeArray(nodes);
  }

  function commentedMember(member: ts.TypeElement, known: ts.Type): ts.TypeElement {
    const field = ts.isPropertySignature(member) && known.getProperty(textOf(member.name));
    if (!field || !member.type) return member;
    const { modifiers, name, questionToken } = member;
    const type = commented(member.type, checker.getTypeOfSymbol(field));
    const updated = ts.factory.updatePropertySignature(member, modifiers, name, questionToken, type);
    const comment = commentOf(field);
    const isKept = ts.getCommentRange(member).pos >= 0;
    if (!comment || isKept) return updated;
    return ts.addSyntheticLeadingComment(updated, ts.SyntaxKind.MultiLineCommentTrivia, comment, true);
  }

  return (context) => {
    const visit = (node: ts.Node): ts.Node => {
      if (!ts.isVariableDeclaration(node) || !node.type) return ts.visitEachChild(node, visit, context);
      const type = commented(node.type, checker.getTypeAtLocation(ts.getOriginalNode(node)));
      return ts.factory.updateVariableDeclaration(node, node.name, undefined, type, undefined);
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return "objectFlags" in type && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

function textOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
}

/** Returns the text of the comment without its delimiters, with all lines at the same indentation. */
function commentOf(field: ts.Symbol): string | undefined {
  const comment = field.declarations
    ?.flatMap((declaration) => ts.getJSDocCommentsAndTags(declaration))
    .find(ts.isJSDoc);
  return comment?.getText().slice("/*".length, -"*/".length).replace(/\n\s*/g, "\n ");
}
