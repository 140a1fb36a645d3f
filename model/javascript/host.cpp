#include "model/javascript/host.hpp"

#include "model/javascript/api/natives.hpp"
#include "model/k6/metric/metrics_key.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace onsale::javascript {
namespace {

/// Setup's data up to here is read anew for each user, who may change it as in k6; above it all share one frozen
/// object.
constexpr std::size_t own_setup_data_bytes = 4096;

/// A function of the prelude, called with a value.
JSValue call_own(JSContext* context, const char* name, JSValueConst value)
{
  const Value global(context, JS_GetGlobalObject(context));
  const Value function = global.property("__onsale").property(name);
  JSValue given[] = {value};
  return JS_Call(context, function.get(), JS_UNDEFINED, 1, given);
}

} // namespace

Host::Host(Sources& sources, Port* port, Options options)
    : options_(std::move(options)), engine_(sources, *this, options_.engine), port_(port)
{
  engine_.owner = this;
  register_classes(*this);
  engine_.memory().charge(init_account_);
  counts.test_began_s = now_s();
}

Host::~Host()
{
  shared_arrays.clear(); // while there is a runtime
}

JSModuleDef* Host::load(JSContext* context)
{
  return new_native_module(context);
}

void Host::add_globals(JSContext* context)
{
  add_global_objects(context, *this);
}

double Host::now_s() const
{
  const auto& clock = engine_.options().clock;
  return clock ? clock() : 0;
}

Vu* Host::enter(Vu* vu)
{
  Vu* const before = std::exchange(current_, vu);
  show(&engine_.options().clock);
  engine_.memory().charge(vu != nullptr ? vu->account() : init_account_);
  return before;
}

void Host::log(std::string level, std::string text) const
{
  if (options_.log)
    options_.log({std::move(level), std::move(text)});
}

std::uint32_t Host::group(std::uint32_t parent, std::string_view name)
{
  const std::pair<std::uint32_t, std::string> key(parent, name);
  const auto next = static_cast<std::uint32_t>(groups_.size());
  const auto [at, added] = group_ids_.try_emplace(key, next);
  if (added) {
    groups_.push_back(groups_[parent] + "::" + key.second);
    parents_.push_back(parent);
  }
  return at->second;
}

std::uint32_t Host::sample_tags(Vu& vu, k6::TagSet tags)
{
  for (const auto& [name, value] : vu.tags.tags())
    if (tags.find(name) == nullptr)
      tags.set(name, value);
  if (not tags.empty())
    return tables_.samples.intern({groups_[vu.group], std::move(tags)});
  const auto [at, added] = known_samples.try_emplace(vu.group, 0);
  if (added)
    at->second = tables_.samples.intern({groups_[vu.group], {}});
  return at->second;
}

std::uint32_t Host::metric(std::string_view name, k6::MetricKind kind, bool is_time, bool in_init_code)
{
  if (not in_init_code)
    throw std::invalid_argument("metrics must be declared in the init context");
  if (not k6::is_metric_name(name))
    throw std::invalid_argument(fmt::format("Invalid metric name: '{}'", name));
  const auto content = is_time ? k6::MetricContent::time : k6::MetricContent::number;
  for (std::uint32_t number = 0; number < tables_.metrics.size(); ++number) {
    const auto& known = tables_.metrics[number];
    if (known.name != name)
      continue;
    if (known.kind != kind)
      throw std::invalid_argument(fmt::format("metric '{}' already exists but with type {}, instead of {}", name,
                                              k6::name_of(known.kind), k6::name_of(kind)));
    if (known.content != content)
      throw std::invalid_argument(fmt::format("metric '{}' already exists but with a value type {}, instead of {}",
                                              name, k6::name_of(known.content), k6::name_of(content)));
    return number;
  }
  tables_.metrics.push_back({std::string(name), kind, content});
  return static_cast<std::uint32_t>(tables_.metrics.size() - 1);
}

JSValue Host::watched(JSContext* context, JSValue value) const
{
  if (not options_.engine.records)
    return value;
  const Value owned(context, value);
  return call_own(context, "watch", owned.get());
}

JSValue Host::setup_data_for(JSContext* context)
{
  if (setup_data.empty())
    return JS_UNDEFINED;
  if (not frozen_setup_data_.is_undefined())
    return JS_DupValue(context, frozen_setup_data_.get());
  const JSValue data = watched(context, JS_ParseJSON(context, setup_data.c_str(), setup_data.size(), "setup data"));
  if (setup_data.size() <= own_setup_data_bytes || engine_.realm_per_user() || options_.engine.records)
    return data;
  const Value frozen(context, call_own(context, "deepFreeze", data));
  frozen_setup_data_ = Value(context, data);
  return JS_DupValue(context, data);
}

} // namespace onsale::javascript
