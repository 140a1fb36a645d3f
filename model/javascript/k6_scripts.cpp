#include "model/javascript/k6_scripts.hpp"

#include <algorithm>

namespace onsale::javascript {
namespace {

class VuScript : public k6::Script {
public:
  enum class Part : std::uint8_t { iterations, setup };

  VuScript(Vu& vu, std::string_view function, Part part) : vu_(vu), function_(function), part_(part) {}
  ~VuScript() override { vu_.abandon(); }

  void start(const k6::Iteration& iteration) override { vu_.start(function_, iteration, part_ == Part::setup); }
  k6::Action next(const http::Response* response, k6::UniformSource uniform) override
  {
    return vu_.next(response, uniform);
  }
  void abandon() override { vu_.abandon(); }

private:
  Vu& vu_;
  std::string function_;
  Part part_;
};

} // namespace

bool Declaration::exports_function(std::string_view name) const
{
  return std::ranges::find(exports, name) != exports.end();
}

Declaration declare(Sources& sources, const Host::Options& options)
{
  Host host(sources, nullptr, options);
  const Vu vu(host, static_cast<std::uint32_t>(-1));
  Declaration declaration;
  JSContext* const context = vu.context();
  const Value exported(context, JSF_Export(context, vu.instance().module, "options"));
  const Value json(context, JS_JSONStringify(context, exported.get(), JS_UNDEFINED, JS_UNDEFINED));
  declaration.options_json = json.is_string() ? json.text() : "{}";
  declaration.exports = host.engine().exports(vu.instance());
  std::erase_if(declaration.exports, [&](const std::string& name) {
    return not Value(context, JSF_Export(context, vu.instance().module, name.c_str())).is_function();
  });
  declaration.metrics = host.tables().metrics;
  declaration.changes_shared_objects = host.engine().shared_was_changed();
  return declaration;
}

K6Scripts::K6Scripts(Sources& sources, Port& port, const Declaration& declaration, Host::Options options)
    : declaration_(declaration), host_(sources, &port, std::move(options))
{
  host_.tables().metrics = declaration.metrics;
}

K6Scripts::~K6Scripts() = default;

std::unique_ptr<k6::Script> K6Scripts::make(std::string_view exec, std::uint32_t user)
{
  return std::make_unique<VuScript>(vu(user), exec, VuScript::Part::iterations);
}

std::unique_ptr<k6::Script> K6Scripts::make_for(std::string_view scenario, std::string_view exec, std::uint32_t user)
{
  vu(user).scenario = scenario;
  return make(exec, user);
}

std::optional<K6Scripts::SummaryOutputs> K6Scripts::handle_summary(const std::string& data)
{
  if (not has("handleSummary"))
    return std::nullopt;
  Vu& at_end = vu(static_cast<std::uint32_t>(vus_.size()));
  JSContext* const context = at_end.context();
  const Value given(context, JS_ParseJSON(context, data.c_str(), data.size(), "summary"));
  const Value made = at_end.call_at_end("handleSummary", given.get());
  SummaryOutputs outputs;
  JSPropertyEnum* names = nullptr;
  std::uint32_t count = 0;
  if (made.is_object())
    JS_GetOwnPropertyNames(context, &names, &count, made.get(), JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY);
  for (std::uint32_t i = 0; i < count; ++i) {
    const Value value(context, JS_GetProperty(context, made.get(), names[i].atom));
    const std::string name = Value(context, JS_AtomToString(context, names[i].atom)).text();
    std::size_t size = 0;
    const auto* const bytes = value.is_object() ? JS_GetArrayBuffer(context, &size, value.get()) : nullptr;
    outputs.emplace_back(name,
                         bytes != nullptr ? std::string(reinterpret_cast<const char*>(bytes), size) : value.text());
    JS_FreeAtom(context, names[i].atom);
  }
  js_free(context, names);
  return outputs;
}

std::vector<k6::TestPart> K6Scripts::setup() const
{
  return has("setup") ? std::vector<k6::TestPart>{{.name = "setup"}} : std::vector<k6::TestPart>{};
}

std::unique_ptr<k6::Script> K6Scripts::make_setup(std::size_t /*part*/, std::uint32_t user)
{
  return std::make_unique<VuScript>(vu(user), "setup", VuScript::Part::setup);
}

std::vector<k6::TestPart> K6Scripts::teardown() const
{
  return has("teardown") ? std::vector<k6::TestPart>{{.name = "teardown"}} : std::vector<k6::TestPart>{};
}

std::unique_ptr<k6::Script> K6Scripts::make_teardown(std::size_t /*part*/, std::uint32_t user)
{
  return std::make_unique<VuScript>(vu(user), "teardown", VuScript::Part::iterations);
}

Vu& K6Scripts::vu(std::uint32_t user)
{
  if (user >= vus_.size())
    vus_.resize(user + 1);
  if (vus_[user] == nullptr)
    vus_[user] = std::make_unique<Vu>(host_, user);
  return *vus_[user];
}

} // namespace onsale::javascript
