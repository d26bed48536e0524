/*
 * Runs a Jenkinsfile as Jenkins would, with steps that only record their arguments. Sections, conditions, options and steps
 * are those of declarative pipelines and the usual plugins; anything else is an error. Reads a list of builds as JSON from
 * standard input (`env`, `params`, `cause`, the exit `code` of commands, and `settings`: other values of the constants of the
 * file) and prints the result of each as JSON.
 */
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import org.codehaus.groovy.control.CompilationFailedException
import org.codehaus.groovy.control.CompilerConfiguration

/** The allowed content of each section; required content is marked with !. */
class Known {
  static final conditions = 'allOf anyOf not branch changeRequest expression triggeredBy'
  static final steps = 'sh dir script archiveArtifacts junit echo error unstable withCredentials string usernamePassword'
  static final sections = [
    pipeline: 'agent! stages! parameters options triggers environment post tools',
    stages: 'stage!',
    stage: 'agent when input options environment steps! post',
    when: "$conditions beforeAgent beforeInput", allOf: conditions, anyOf: conditions, not: conditions,
    agent: 'label docker node',
    input: 'message! ok id submitter submitterParameter parameters',
    parameters: 'string text booleanParam choice password',
    options: 'disableConcurrentBuilds timeout buildDiscarder logRotator skipDefaultCheckout timestamps retry',
    triggers: 'cron pollSCM upstream',
    post: 'always changed fixed aborted failure success unstable unsuccessful cleanup',
    steps: steps, always: steps,
  ].collectEntries { name, words -> [name, words.toString().split(' ') as List] }

  static boolean may(String section, String word) { word in sections[section]*.minus('!') }
  static List must(String section) { sections[section].findAll { it.endsWith('!') }*.minus('!') }
}

class Unknown extends RuntimeException { Unknown(String message) { super(message) } }
class Failure extends RuntimeException { Failure(String message) { super(message) } }

class Section {
  /** The Jenkinsfile. */
  def file
  String name
  List met = []
  List seen = []
  Map values = [:]

  def methodMissing(String word, args) {
    def given = args as List
    boolean isStep = name in ['steps', 'always']
    if (!Known.may(name, word) && !(isStep && file.class.declaredMethods.any { it.name == word }))
      throw new Unknown("${name} knows no ${word}")
    seen << word
    if (isStep) return file.invokeMethod(word, args)
    def body = given && given.last() instanceof Closure ? given.last() : null
    if (word == 'stage') return new Stage(file: file, name: 'stage').run(given.first(), body)
    if (word in Known.conditions.split(' ')) return met << holds(word, given, body)
    if (word == 'environment') return variables(body)
    if (body && Known.sections[word]) return inside(word, body)
    values[word] = given ? given.first() : null
    return values[word]
  }

  def propertyMissing(String word) {
    if (word in ['env', 'params'] || file.class.declaredFields.any { it.name == word }) return file."$word"
    if (name == 'pipeline' && word in ['none', 'any']) return word
    throw new Unknown("${name} knows no ${word}")
  }

  Section inside(String word, Closure body) {
    def section = new Section(file: file, name: word)
    body.delegate = section
    body.resolveStrategy = Closure.DELEGATE_FIRST
    body()
    def missing = Known.must(word) - section.seen
    if (missing) throw new Unknown("${word} lacks ${missing.join(', ')}")
    return section
  }

  void variables(Closure body) {
    body.delegate = new Expando()
    body.resolveStrategy = Closure.DELEGATE_FIRST
    body()
  }

  boolean holds(String word, List given, Closure body) {
    switch (word) {
      case 'allOf': return inside(word, body).met.every()
      case 'anyOf': return inside(word, body).met.any()
      case 'not': return !inside(word, body).met.every()
      case 'expression': return body()
      case 'changeRequest': return file.env.CHANGE_ID != null
      case 'branch': return file.env.BRANCH_NAME == given.first()
      case 'triggeredBy': return file.build.given.cause == given.first()
    }
  }
}

/** A stage evaluates its conditions first, in any order of its parts. After a failure no stage runs. */
class Stage extends Section {
  void run(String title, Closure body) {
    def parts = [:]
    body.delegate = new Expando(parts) {
      def methodMissing(String word, args) {
        if (!Known.may('stage', word)) throw new Unknown("stage knows no ${word}")
        parts[word] = (args as List).last()
      }
    }
    body.resolveStrategy = Closure.DELEGATE_FIRST
    body()
    if (!parts.steps) throw new Unknown('stage lacks steps')
    def build = file.build
    boolean runs = !parts.when || inside('when', parts.when).met.every()
    if (parts.agent) inside('agent', parts.agent)
    def input = parts.input ? inside('input', parts.input) : null
    if (!runs || build.failed) return
    build.stage = [name: title, approvers: input?.values?.submitter, scripts: [], credentials: [], archived: [], result: 'success']
    build.stages << build.stage
    try {
      inside('steps', parts.steps)
    } catch (Failure failure) {
      build.failed = true
      build.stage.result = failure.message
    }
    if (parts.post) inside('post', parts.post)
  }
}

/** The steps and the global variables of a Jenkinsfile. */
abstract class Jenkins extends Script {
  Map getBuild() { binding.getVariable('build') }
  Map getEnv() { build.given.env ?: [:] }
  Map getParams() { build.given.params ?: [:] }

  def pipeline(Closure body) { new Section(file: this).inside('pipeline', body) }
  def dir(String path, Closure body) { body() }
  def script(Closure body) { body() }
  def sh(String script) { sh([script: script]) }
  def sh(Map arguments) {
    build.stage.scripts << arguments.script.toString()
    def code = arguments.returnStatus ? build.given.code ?: 0 : 0
    return code
  }
  def string(Map arguments) { arguments.variable }
  def usernamePassword(Map arguments) { [arguments.credentialsId.toString(), arguments.usernameVariable, arguments.passwordVariable] }
  def withCredentials(List bindings, Closure body) {
    build.stage.credentials.addAll(bindings.flatten())
    return body()
  }
  void archiveArtifacts(Map arguments) { build.stage.archived << arguments.artifacts }
  void junit(Map arguments) { build.stage.archived << arguments.testResults }
  void unstable(String why) { build.stage.result = "unstable: $why".toString() }
  void error(String why) { throw new Failure("failed: $why") }
}

def configuration = new CompilerConfiguration(scriptBaseClass: Jenkins.name)
def results = new JsonSlurper().parse(System.in).collect { given ->
  def build = [given: given, stages: [], failed: false]
  try {
    def text = (given.settings ?: [:]).inject(new File(args[0]).text) { content, name, value ->
      content.replaceFirst("(?m)^(@Field final String $name) = .*", "\$1 = '$value'")
    }
    new GroovyShell(Jenkins.classLoader, new Binding([build: build]), configuration).evaluate(text)
    return [stages: build.stages]
  } catch (CompilationFailedException | Unknown | MissingMethodException | MissingPropertyException error) {
    return [error: error.message]
  }
}
println JsonOutput.toJson(results)
