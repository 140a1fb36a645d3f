#include "plots/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace onsale::plots {
namespace {

constexpr std::string_view begins = " begins";
constexpr std::array<std::string_view, 3> endings = {" ends", " is over", " is done"};

/// The text without its verb where the event ends something.
std::string ended_by(const std::string& text)
{
  for (const std::string_view ending : endings)
    if (text.ends_with(ending))
      return text.substr(0, text.size() - ending.size());
  return {};
}

} // namespace

std::vector<Stretch> timeline_of(const nlohmann::ordered_json& manifest, double last_s)
{
  std::vector<Stretch> stretches;
  std::vector<bool> open;
  for (const auto& event : manifest.value("timeline", nlohmann::ordered_json::array())) {
    const double time_s = std::min(event.value("time_s", 0.0), last_s);
    const std::string kind = event.value("kind", "");
    std::string text = event.value("text", "");
    const std::string ended = ended_by(text);
    std::size_t same = stretches.size();
    for (std::size_t i = 0; i < stretches.size(); ++i)
      if (open[i] && stretches[i].text == ended)
        same = i;
    if (not ended.empty() && same < stretches.size()) {
      stretches[same].to_s = time_s;
      open[same] = false;
      continue;
    }
    const bool lasts = text.ends_with(begins);
    if (lasts)
      text.resize(text.size() - begins.size());
    stretches.push_back({time_s, lasts ? last_s : time_s, kind, text});
    open.push_back(lasts);
  }
  return stretches;
}

std::string words_of(const Stretch& stretch)
{
  const std::string what = stretch.kind == "sign" ? "noticed: " + stretch.text : stretch.text;
  if (stretch.to_s > stretch.from_s)
    return fmt::format("{}, {:.4g} s to {:.4g} s", what, stretch.from_s, stretch.to_s);
  return fmt::format("{}, at {:.4g} s", what, stretch.from_s);
}

char letter_of(std::size_t stretch)
{
  return static_cast<char>('A' + stretch % 26);
}

std::string timeline_words(const std::vector<Stretch>& stretches)
{
  std::string words;
  for (std::size_t i = 0; i < std::min(stretches.size(), most_stretches); ++i)
    words += (i == 0 ? "" : "; ") + (stretches.size() > 1 ? std::string(1, letter_of(i)) + " " : std::string()) +
             words_of(stretches[i]);
  if (stretches.size() > most_stretches)
    words += fmt::format("; and {} more", stretches.size() - most_stretches);
  return words;
}

} // namespace onsale::plots
