#include "sim/run/script_workload.hpp"

#include "model/javascript/endpoint_port.hpp"
#include "model/k6/summary/handle_summary.hpp"
#include "model/k6/summary/summary_text.hpp"

#include <utility>

namespace onsale::run {
namespace {

constexpr double first_instant_s = 1'735'689'600; // 2025-01-01T00:00:00Z

/// Each says by itself how the load is run, so it takes the place of all that the script says of that; `vus` alone does
/// not.
constexpr const char* shape_keys[] = {"scenarios", "duration", "iterations", "stages"};
constexpr const char* load_keys[] = {"scenarios", "vus", "duration", "iterations", "stages"};

/// Port, names and users of one run.
class ScriptRun : public k6::Scripts {
public:
  ScriptRun(javascript::Sources& sources, const javascript::Declaration& declaration,
            javascript::EndpointPort::Options endpoints, http::Names names, javascript::Host::Options options)
      : names_(std::move(names)), port_(std::move(endpoints), names_),
        scripts_(sources, port_, declaration, std::move(options))
  {
  }

  std::unique_ptr<k6::Script> make(std::string_view exec, std::uint32_t user) override
  {
    return scripts_.make(exec, user);
  }
  std::unique_ptr<k6::Script> make_for(std::string_view scenario, std::string_view exec, std::uint32_t user) override
  {
    return scripts_.make_for(scenario, exec, user);
  }
  std::optional<SummaryOutputs> handle_summary(const std::string& data) override
  {
    return scripts_.handle_summary(data);
  }
  bool has(std::string_view exec) const override { return scripts_.has(exec); }
  std::vector<k6::TestPart> setup() const override { return scripts_.setup(); }
  std::unique_ptr<k6::Script> make_setup(std::size_t part, std::uint32_t user) override
  {
    return scripts_.make_setup(part, user);
  }
  std::vector<k6::TestPart> teardown() const override { return scripts_.teardown(); }
  std::unique_ptr<k6::Script> make_teardown(std::size_t part, std::uint32_t user) override
  {
    return scripts_.make_teardown(part, user);
  }
  bool uses_batches() const override { return scripts_.uses_batches(); }
  const k6::ScriptTables& tables() const override { return scripts_.tables(); }
  std::vector<std::pair<std::string, std::uint64_t>> unmatched() const override
  {
    return {port_.unmatched().begin(), port_.unmatched().end()};
  }

private:
  http::Names names_; // which requests add texts to
  javascript::EndpointPort port_;
  javascript::K6Scripts scripts_;
};

/// k6's text begins each line with a blank; another indent takes its place.
std::string text_summary(const std::string& json, const std::string& indent, bool colours)
{
  const std::string text =
      k6::summary_text(k6::summary_from_data(json), {.mode = k6::SummaryMode::legacy, .colour = colours});
  std::string indented;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = at == 0 || text[at - 1] == '\n';
    if (begins && text[at] == ' ')
      indented += indent;
    else
      indented += text[at];
  }
  return indented;
}

void erase(config::Node& map, std::string_view key)
{
  std::erase_if(map.entries, [key](const config::NodeEntry& entry) { return entry.key == key; });
}

} // namespace

ScriptWorkload::ScriptWorkload(const std::filesystem::path& file, javascript::Sources::Options options)
    : sources_(file, std::move(options)), declaration_(javascript::declare(sources_))
{
}

std::vector<std::string> ScriptWorkload::texts()
{
  std::vector<std::string> texts;
  for (const std::string& file : sources_.files())
    texts.push_back(*sources_.read(file));
  for (const auto& [name, value] : sources_.options().environment)
    texts.push_back(name + "=" + value);
  return texts;
}

void ScriptWorkload::intern(const std::vector<std::string>& endpoints, http::Names& names) const
{
  for (const std::string& endpoint : endpoints)
    names.endpoints.intern(endpoint);
}

k6::Options ScriptWorkload::read_options(const config::Node& over, const LoadFlags& flags, config::Faults& faults) const
{
  config::Document document = config::parse_document(declaration_.options_json, sources_.main(), faults);
  for (const char* key : shape_keys)
    if (over.find(key) != nullptr)
      for (const char* own : load_keys)
        erase(document.root, own);
  document.root = config::merged(std::move(document.root), over);
  lay_over(document.root, flags, faults);
  return k6::read_options(config::Object(document, faults),
                          {.version = version_of(flags, faults), .warns_of_unknown = true});
}

std::unique_ptr<k6::Scripts> ScriptWorkload::make_scripts(const system::SystemOptions& system, const http::Names& names,
                                                          const engine::Simulation& simulation, Console console)
{
  javascript::EndpointPort::Options known{.endpoints = {}, .forms = system.identities.forms};
  for (const system::Endpoint& endpoint : system.endpoints) {
    if (endpoint.id == system::unmatched_id)
      known.unmatched = static_cast<std::uint32_t>(known.endpoints.size());
    auto& added = known.endpoints.emplace_back();
    added.method = endpoint.method;
    added.path = endpoint.path;
    for (std::size_t input = 0; input < endpoint.input.size(); ++input)
      added.inputs.push_back({endpoint.input[input].first, endpoint.input_sources[input]});
  }
  javascript::Host::Options options;
  options.engine.realm_per_user = declaration_.changes_shared_objects;
  options.engine.clock = [&simulation] {
    return first_instant_s + engine::in_seconds(simulation.now().time_since_epoch());
  };
  options.log = std::move(console);
  options.script_options = declaration_.options_json;
  options.summary_text = text_summary;
  return std::make_unique<ScriptRun>(sources_, declaration_, std::move(known), names, std::move(options));
}

std::shared_ptr<ScriptWorkload> read_script(config::Object& scenario, const javascript::Sources::Options& options,
                                            config::Faults& faults)
{
  const auto written =
      scenario.value("script", "a k6 script: the load and what its users do, in place of options and journeys");
  if (not written)
    return nullptr;
  const auto file = std::filesystem::path(written->place().file).parent_path() / written->text();
  for (const char* other : {"journeys", "metrics"})
    if (scenario.has(other))
      scenario.fault(other, "is what the script says: leave it out");
  try {
    return std::make_shared<ScriptWorkload>(file, options);
  } catch (const config::InvalidInput& invalid) {
    for (const config::Fault& fault : invalid.faults())
      faults.add({fault.file, fault.line, fault.column}, fault.message);
  }
  return nullptr;
}

void replace_workload(config::Document& document, const std::filesystem::path& script)
{
  for (const char* key : {"options", "journeys", "metrics", "published", "incident", "variants", "script", "test"})
    erase(document.root, key);
  document.root.entries.push_back({"script", {}, config::Node::scalar({}, script.string())});
}

} // namespace onsale::run
