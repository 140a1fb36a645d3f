#include "sim/run/scenario.hpp"

#include "model/config/digest.hpp"
#include "model/config/enum_names.hpp"
#include "model/config/units.hpp"
#include "model/config/wording.hpp"
#include "model/k6/metric/metrics.hpp"
#include "model/k6/metric/thresholds.hpp"
#include "model/operations/plan_reader.hpp"
#include "model/system/system_reader.hpp"
#include "sim/run/script_workload.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace onsale::run {
namespace {

using config::Faults;
using config::Object;

/// Keys and scalars in the order of the file.
void add(config::Digest& digest, const config::Node& node)
{
  digest.add_text(node.text);
  for (const auto& item : node.items)
    add(digest, item);
  for (const auto& entry : node.entries) {
    digest.add_text(entry.key);
    add(digest, entry.value);
  }
}

/// `jvm` and `mysql` are sections of a scenario and begin names of settings: there only a whole name is a setting.
bool is_setting(const std::string& path, const config::Document& document)
{
  const auto& registry = system::server_settings();
  if (registry.find(path) != nullptr)
    return true;
  return registry.claims(path) && document.root.find(path.substr(0, path.find('.'))) == nullptr;
}

/// `vus=N` and `rate=N`: the peak of all VUs, or of all arrival rates, of whatever runs the load.
class LoadKnobs {
public:
  /// Takes them out of the sets.
  explicit LoadKnobs(std::vector<std::string>& sets)
  {
    std::erase_if(sets, [this](const std::string& set) {
      const bool is_knob = set.starts_with("vus=") || set.starts_with("rate=");
      if (is_knob)
        knobs_.push_back(set);
      return is_knob;
    });
  }

  void turn(k6::Options& load, Faults& faults) const
  {
    for (const std::string& knob : knobs_) {
      const bool is_vus = knob.starts_with("vus=");
      const std::string value = knob.substr(knob.find('=') + 1);
      const auto wanted = config::parse_number(value).value;
      double present = 0;
      for (const auto& scenario : load.scenarios)
        present +=
            is_vus ? static_cast<double>(k6::peak_vus(scenario.executor)) : k6::peak_rate_per_s(scenario.executor);
      if (not wanted || not(*wanted > 0))
        faults.add({"--set", 0, 0}, fmt::format("{}: expected a number above 0, found {}", is_vus ? "vus" : "rate",
                                                config::in_quotes(value)));
      else if (present <= 0)
        faults.add({"--set", 0, 0}, is_vus ? "vus: the load has no executor of looping VUs, did you mean \"rate\"?"
                                           : "rate: the load has no arrival-rate executor, did you mean \"vus\"?");
      else
        for (auto& scenario : load.scenarios)
          (is_vus ? k6::scale_vus : k6::scale_rate)(scenario.executor, *wanted / present);
    }
  }

  const std::vector<std::string>& all() const { return knobs_; }

private:
  std::vector<std::string> knobs_;
};

/// A `--set` is a Spring setting if there is one of that name, else a path in the scenario.
std::vector<config::Override> apply_sets(const std::vector<std::string>& sets, config::Document& document,
                                         Faults& faults)
{
  std::vector<config::Override> settings;
  for (const std::string& text : sets) {
    const auto override = config::parse_override(text, faults);
    if (not override)
      continue;
    if (is_setting(override->path, document))
      settings.push_back(*override);
    else
      config::apply_override(document, override->path, override->value, faults);
  }
  return settings;
}

std::optional<Published> read_published(Object& top, const std::filesystem::path& folder)
{
  if (not top.has("published", "a published result of this test, which `onsale replay` compares with"))
    return std::nullopt;
  Object object = top.object("published");
  Published published;
  published.results = folder / object.text("results", {.says = "file with the figures, as `onsale audit` reads them"});
  published.kind = object.one_of<Kind>(
      "kind", "fitted: parameters were fitted to it; blind: predicted without it; impossible: its figures break a law",
      {{"fitted", Kind::fitted}, {"blind", Kind::blind}, {"impossible", Kind::impossible}}, Kind::blind);
  Object targets = object.object("targets", "the largest relative error that counts as met, for each metric");
  for (const auto& entry : targets.entries("http_req_duration covers avg, med, p90 and p95"))
    published.targets.emplace_back(entry.key, entry.value.ratio());
  published.replications = static_cast<std::size_t>(
      object.integer("replications", {.says = "simulations that it is compared with: their median",
                                      .minimum = 1,
                                      .maximum = 1000,
                                      .default_value = 1}));
  object.finish();
  return published;
}

/// What a variant lays over the scenario: its `with:`.
void apply_variant(const std::string& name, config::Document& document, Faults& faults)
{
  const config::Node* variants = document.root.find("variants");
  std::string known;
  for (const config::Node& variant : variants != nullptr ? variants->items : std::vector<config::Node>{}) {
    const config::Node* own = variant.find("name");
    if (own == nullptr)
      continue;
    known += (known.empty() ? "" : ", ") + own->text;
    if (own->text != name)
      continue;
    if (const config::Node* with = variant.find("with"))
      document.root = config::merged(document.root, config::Node(*with));
    return;
  }
  faults.add(document.root.place, "there is no variant called " + name + ": " + known);
}

Variant read_variant(Object object)
{
  Variant variant;
  variant.name = object.text("name", {.says = "by which the variant is asked for"});
  variant.report = object.text(
      "report",
      {.says = "the action in the report whose effect is expected", .default_value = "", .may_be_empty = true});
  variant.expects = object.text(
      "expects", {.says = "in words, where the report has no figure", .default_value = "", .may_be_empty = true});
  if (object.has("measures")) {
    const auto& metric_names = operations::metric_names();
    const std::string metric =
        object.text("measures", {.says = "what the expected effect is about; none: whether the system recovers",
                                 .choices = {metric_names.begin(), metric_names.end()}});
    variant.measures = operations::metric_from_name(metric);
    if (not variant.measures)
      object.fault("measures", "nothing called " + metric + " is watched: " + operations::metric_list());
  }
  object.value("with", "keys of a scenario that are laid over it"); // read as part of the scenario
  object.finish();
  return variant;
}

std::optional<Incident> read_incident(Object& top, const std::filesystem::path& folder)
{
  const auto variants = top.list("variants", {.says = "cures of the incident, each laid over the scenario"});
  if (not top.has("incident", "a report of trouble and cures that `onsale incidents` compares with"))
    return std::nullopt;
  Object object = top.object("incident");
  Incident incident;
  incident.report =
      folder / object.text("report", {.says = "machine-readable: incidents with signs, mitigations, effects"});
  incident.id = object.text("id", {.says = "of the incident in the report"});
  incident.begins =
      object.duration("begins", {.says = "of the trouble; before it all is normal", .above = engine::seconds(0)});
  object.finish();
  for (const config::Value& value : variants)
    incident.variants.push_back(read_variant(value.object()));
  return incident;
}

/// Thresholds name metrics, and which metrics there are is known only once the journeys have been read.
void check_thresholds(const Scenario& scenario, Faults& faults)
{
  if (not faults.empty())
    return;
  k6::Metrics metrics;
  try {
    for (const k6::CustomMetric& custom : scenario.custom_metrics())
      metrics.register_metric(custom.name, custom.kind, custom.content);
    const k6::Thresholds thresholds(scenario.load.thresholds, metrics);
  } catch (const k6::InvalidThresholds& invalid) {
    for (const std::string& fault : invalid.faults)
      faults.add({scenario.path.string(), 0, 0}, fault);
  } catch (const std::invalid_argument& invalid) {
    faults.add({scenario.path.string(), 0, 0}, std::string("metrics: ") + invalid.what());
  }
}

} // namespace

std::string_view to_string(Kind kind)
{
  switch (kind) {
  case Kind::fitted:
    return "fitted";
  case Kind::blind:
    return "blind";
  case Kind::impossible:
    return "impossible";
  }
  return "";
}

const std::vector<k6::CustomMetric>& Scenario::custom_metrics() const
{
  return script != nullptr ? script->declaration().metrics : journeys.metrics;
}

Scenario load_scenario(const ScenarioRequest& request)
{
  Faults faults;
  config::Document document = config::load_document(request.path, faults);
  if (not document.complete)
    faults.throw_if_any(); // what the missing part may have said would only look like more faults
  Scenario scenario = read_scenario(std::move(document), request, faults);
  faults.throw_if_any();
  return scenario;
}

Scenario read_scenario(config::Document document, const ScenarioRequest& request, Faults& faults)
{
  Scenario scenario;
  scenario.path = request.path;
  if (not request.variant.empty())
    apply_variant(request.variant, document, faults);
  if (not request.script.empty())
    replace_workload(document, request.script);
  auto sets = request.sets;
  const LoadKnobs knobs(sets);
  const auto settings_set = apply_sets(sets, document, faults);
  if (document.root.find("options") == nullptr)
    document.root.entries.push_back({"options", document.root.place, config::Node::map(document.root.place)});
  if (document.root.find("script") == nullptr)
    lay_over(*document.root.find("options"), request.flags, faults);
  scenario.files = document.files;
  config::Digest digest;
  add(digest, document.root);

  Object top(document, faults);
  scenario.test = top.text("test", {.says = "name of the test; the file's own name if it is left out",
                                    .default_value = request.path.stem().string()});
  scenario.published = read_published(top, request.path.parent_path());
  scenario.incident = read_incident(top, request.path.parent_path());
  const config::Settings settings(
      system::server_settings(),
      {.scenario = top.value("settings", "the application's settings under their own names"),
       .application_files = request.application_files,
       .profiles = request.profiles,
       .overrides = settings_set},
      faults);
  scenario.settings = settings.lines();
  scenario.ignored = settings.ignored();
  scenario.left_out = settings.left_out();
  for (const auto& line : scenario.settings)
    digest.add_bytes(line.name + "=" + line.value);
  for (const std::string& knob : knobs.all())
    digest.add_bytes(knob);
  std::vector<std::string> endpoints;
  for (const auto& entry : top.object("endpoints").entries())
    endpoints.push_back(entry.key);
  scenario.script = read_script(top, request.script_options, faults);
  if (scenario.script != nullptr)
    for (const std::string& text : scenario.script->texts())
      digest.add_bytes(text);
  scenario.hash = digest.value();
  if (scenario.script == nullptr)
    scenario.journeys = k6::read_journeys(top, endpoints, faults);
  else
    scenario.script->intern(endpoints, scenario.journeys.names);
  scenario.system = system::read_system(top, settings, scenario.journeys.names);
  scenario.plan = operations::read_plan(top, settings, scenario.system);
  if (auto options = top.object("options", "the load, in k6's own words"); scenario.script == nullptr)
    scenario.load = k6::read_options(std::move(options), {.version = version_of(request.flags, faults)});
  else
    scenario.load = scenario.script->read_options(*document.root.find("options"), request.flags, faults);
  knobs.turn(scenario.load, faults);
  std::vector<std::string> journeys =
      scenario.script == nullptr ? std::vector<std::string>{} : scenario.script->functions();
  for (const k6::Journey& journey : scenario.journeys.all)
    journeys.push_back(journey.name);
  k6::check_journeys_exist(scenario.load, journeys, faults);
  check_thresholds(scenario, faults);
  top.finish();
  return scenario;
}

} // namespace onsale::run
