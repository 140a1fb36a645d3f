#include "model/javascript/engine/engine.hpp"

#include "model/javascript/engine/built_in.hpp"
#include "model/javascript/engine/shared_objects.hpp"
#include "model/javascript/script_error.hpp"

#include <fmt/format.h>

#include <sstream>
#include <utility>

namespace onsale::javascript {
namespace {

constexpr std::uint64_t polls_per_interrupt = 10'000; // JS_INTERRUPT_COUNTER_INIT

/// What native functions take beyond the check of the stack's end.
constexpr std::size_t stack_reserve_bytes = 128 << 10;

/// A syntax error as a fault at its place, with what QuickJS 2021-03-27 does not know said by name.
config::Fault syntax_fault(JSContext* context, const Sources& sources)
{
  const Value error(context, JS_GetException(context));
  const std::string file = error.property("fileName").text();
  const int line = static_cast<int>(error.property("lineNumber").number());
  std::string message = error.text();
  if (line == 0 || file == "undefined")
    return {sources.main(), 0, 0, message};
  const auto quoted = message.find('\'');
  const auto word =
      quoted == std::string::npos ? std::string() : message.substr(quoted + 1, message.rfind('\'') - quoted - 1);
  const auto place = sources.find(file, word, line);
  const auto is_here = [&](std::string_view text) {
    const auto found = sources.find(file, text, line);
    return found.line == line && found.column > 1;
  };
  if (is_here("static {") || is_here("static{"))
    message += " (static blocks of classes are not known here: assign behind the class)";
  else if (is_here("#") && is_here(" in "))
    message += " (`#name in object` is not known here: use instanceof)";
  else if (is_here("await "))
    message += " (await at the top of a module is not known here: use setup())";
  return {file, line, place.line == line && not word.empty() ? place.column : 1, message};
}

} // namespace

Engine::Engine(Sources& sources, Natives& natives, Options options)
    : sources_(sources), natives_(natives), options_(std::move(options)), memory_(options_.memory_of_user_bytes),
      runtime_(memory_.new_runtime()), max_interrupts_(options_.busy_limit / polls_per_interrupt)
{
  JS_SetRuntimeOpaque(runtime_, this);
  JS_SetMaxStackSize(runtime_, Stacks::stack_bytes - stack_reserve_bytes);
  JS_SetInterruptHandler(runtime_, on_interrupt, this);
  JS_SetModuleLoaderFunc(runtime_, normalize, load_module, this);
}

Engine::~Engine()
{
  shared_.reset();
  // Freeing the runtime would walk all its objects only to give the memory back one by one: `memory_` gives all of it
  // back at once. What objects of native classes hold is freed by their owners.
  show(nullptr);
}

void Engine::instantiate(Instance& instance)
{
  JS_UpdateStackTop(runtime_);
  rest();
  JSContext* realm = realms_.empty() || options_.realm_per_user ? new_realm() : realms_.front();
  if (template_ == nullptr || options_.realm_per_user) {
    const std::string* const text = sources_.read(sources_.main());
    if (text == nullptr)
      throw config::InvalidInput({{sources_.main(), 0, 0, "cannot be read"}});
    template_ = compile(realm, sources_.main(), *text);
    if (template_ == nullptr)
      throw config::InvalidInput({syntax_fault(realm, sources_)});
    of_script_[template_] = true;
  }
  std::map<JSModuleDef*, JSModuleDef*> instances;
  instance.context = realm;
  instance.module = options_.realm_per_user ? template_ : instance_of(realm, template_, instances);
  const Value result(realm, JSF_Evaluate(realm, instance.module));
  if (result.is_exception())
    throw ScriptError(take_exception(realm));
}

std::vector<std::string> Engine::exports(const Instance& instance) const
{
  std::vector<std::string> names;
  for (int number = 0;; ++number) {
    const JSAtom atom = JSF_ExportName(instance.context, instance.module, number);
    if (atom == JS_ATOM_NULL)
      return names;
    names.push_back(Value(instance.context, JS_AtomToString(instance.context, atom)).text());
    JS_FreeAtom(instance.context, atom);
  }
}

bool Engine::shared_was_changed() const
{
  return shared_ != nullptr && shared_->changed();
}

int Engine::on_interrupt(JSRuntime*, void* opaque)
{
  auto& engine = *static_cast<Engine*>(opaque);
  return ++engine.interrupts_ > engine.max_interrupts_ ? 1 : 0;
}

char* Engine::normalize(JSContext* context, const char* from, const char* name, void* opaque)
{
  auto& engine = *static_cast<Engine*>(opaque);
  const std::string module = engine.sources_.resolve(from, name);
  const std::string refusal = is_file(module)
                                  ? engine.sources_.read(module) != nullptr ? "" : "there is no such file: " + module
                                  : refusal_of(module);
  if (refusal.empty())
    return js_strdup(context, module.c_str());
  const auto place = engine.sources_.find(from, name);
  const Value error(context, JS_NewError(context));
  const std::string message = fmt::format("import of '{}': {}", name, refusal); // longer than what JS_ThrowError takes
  JS_SetPropertyStr(context, error.get(), "message", JS_NewString(context, message.c_str()));
  JS_SetPropertyStr(context, error.get(), "fileName", JS_NewString(context, place.file.c_str()));
  JS_SetPropertyStr(context, error.get(), "lineNumber", JS_NewInt32(context, place.line));
  JS_Throw(context, JS_DupValue(context, error.get()));
  return nullptr;
}

JSModuleDef* Engine::load_module(JSContext* context, const char* name, void* opaque)
{
  auto& engine = *static_cast<Engine*>(opaque);
  if (std::string_view(name) == "onsale:native")
    return engine.natives_.load(context);
  if (not is_file(name))
    return engine.compile(context, name, built_in(name));
  JSModuleDef* const module = engine.compile(context, name, *engine.sources_.read(name));
  engine.of_script_[module] = true;
  return module;
}

JSContext* Engine::new_realm()
{
  JSContext* const context = JS_NewContext(runtime_);
  if (context == nullptr)
    throw ScriptError("out of memory");
  realms_.push_back(context);
  natives_.add_globals(context);
  for (const char* name : {"onsale:prelude", "onsale:recorder"}) {
    if (std::string_view(name) == "onsale:recorder" && not options_.records)
      break;
    JSModuleDef* const module = compile(context, name, built_in(name));
    if (module == nullptr || Value(context, JSF_Evaluate(context, module)).is_exception())
      throw ScriptError(take_exception(context));
  }
  if (not options_.realm_per_user)
    shared_ = std::make_unique<SharedObjects>(context);
  return context;
}

/// @return nullptr: an exception is pending
JSModuleDef* Engine::compile(JSContext* context, const std::string& name, std::string_view text)
{
  const JSValue module =
      JS_Eval(context, text.data(), text.size(), name.c_str(), JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
  if (JS_IsException(module))
    return nullptr;
  auto* const definition = static_cast<JSModuleDef*>(JS_VALUE_GET_PTR(module));
  JS_FreeValue(context, module); // the realm's list of modules keeps it
  return definition;
}

JSModuleDef* Engine::instance_of(JSContext* context, JSModuleDef* module,
                                 std::map<JSModuleDef*, JSModuleDef*>& instances)
{
  if (not of_script_.contains(module))
    return module;
  if (const auto known = instances.find(module); known != instances.end())
    return known->second;
  JSModuleDef* const instance = JSF_CloneModule(context, module);
  if (instance == nullptr)
    throw ScriptError("out of memory");
  instances.emplace(module, instance);
  for (int number = 0; number < JSF_Imports(module); ++number)
    JSF_SetImport(instance, number, instance_of(context, JSF_Import(module, number), instances));
  return instance;
}

std::string take_exception(JSContext* context)
{
  const Value error(context, JS_GetException(context));
  std::string text = error.text();
  std::istringstream stack(error.property("stack").is_string() ? error.property("stack").text() : "");
  for (std::string line; std::getline(stack, line);)
    if (line.find("(onsale:") == std::string::npos && line.find("at construct (native)") == std::string::npos)
      text += "\n" + line;
  while (text.ends_with('\n'))
    text.pop_back();
  return text;
}

} // namespace onsale::javascript
