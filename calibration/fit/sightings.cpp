#include "calibration/fit/sightings.hpp"

#include "model/k6/journey/journey_condition.hpp"

#include <utility>

namespace onsale::fit {
namespace {

using config::Node;

class Walk {
public:
  std::vector<Sighting> sightings(const Node& steps)
  {
    visit(steps);
    return std::move(sightings_);
  }

private:
  void visit(const Node& steps)
  {
    for (const Node& step : steps.items) {
      if (const Node* select = step.find("select"))
        see_select(step, *select);
      else if (const Node* request = step.find("request"))
        see_request(*request);
      else
        for (const config::NodeEntry& entry : step.entries)
          for (const char* part : {"steps", "between", "on_exhausted", "then", "else"})
            if (const Node* inner = entry.value.find(part))
              visit(*inner);
    }
  }

  void see_select(const Node& step, const Node& select)
  {
    Sighting::Origin origin{&step, {}, {}};
    const Node* pick = select.find("pick");
    if (pick != nullptr && pick->kind == Node::Kind::scalar && k6::is_field_name(pick->text) &&
        not sightings_.empty()) {
      origin.answer = sightings_.size() - 1;
      origin.field = pick->text;
    }
    variables_[text_of(select, "name")] = origin;
  }

  void see_request(const Node& request)
  {
    sightings_.push_back({&request, variables_});
    if (const Node* keep = request.find("keep"))
      for (const config::NodeEntry& entry : keep->entries)
        variables_[entry.key] = {nullptr, sightings_.size() - 1, entry.value.text};
  }

  std::vector<Sighting> sightings_;
  std::map<std::string, Sighting::Origin> variables_;
};

} // namespace

Sighting::Origin Sighting::origin(const std::string& variable) const
{
  const auto found = variables.find(variable);
  return found == variables.end() ? Origin{} : found->second;
}

std::vector<Sighting> sightings_of(const Node& steps)
{
  return Walk().sightings(steps);
}

std::string text_of(const Node& map, std::string_view key)
{
  const Node* found = map.find(key);
  return found == nullptr ? "" : found->text;
}

} // namespace onsale::fit
