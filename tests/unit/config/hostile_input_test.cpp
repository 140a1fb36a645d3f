#include "model/config/object.hpp"
#include "model/config/overrides.hpp"
#include "model/config/placeholders.hpp"
#include "model/config/properties.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>

namespace onsale::config {

namespace {

constexpr std::array<std::string_view, 44> pieces{
    "a",  "b",   ": ",        ":",       "- ", "\n",     "\n  ", "\n    ", "[",       "]",     "{",
    "}",  ",",   "&x ",       "*x",      "'",  "\"",     "|",    ">",      "#",       "---\n", "...\n",
    "? ", "!t ", "!!binary ", "\\u0041", "\\", "\t",     "${",   "}",      "1",       "30s",   "<<",
    "~",  "é",   "@",         "`",       "=",  "%TAG !", "\r",   "|+2\n",  "include", "\x01",  "\xFF"};

std::string random_text(std::mt19937& random)
{
  std::string text;
  for (auto left = random() % 60; left > 0; --left)
    text += pieces.at(random() % pieces.size());
  return text;
}

void read_as_everything(const Value& value)
{
  value.number();
  value.duration();
  value.bytes();
  value.rate_per_s();
  value.boolean();
  value.text();
  for (const auto& item : value.list())
    read_as_everything(item);
  auto object = value.object();
  for (const auto& entry : object.entries())
    read_as_everything(entry.value);
  object.finish();
}

} // namespace

TEST(HostileInput, BecomesFaultsAndNeverACrash)
{
  constexpr std::uint32_t seed = 7;
  std::mt19937 random(seed);
  for (int round = 0; round < 2'000; ++round) {
    const auto text = random_text(random);
    SCOPED_TRACE(fmt::format("seed {}, round {}", seed, round));
    Faults faults;
    EXPECT_NO_THROW({
      auto document = parse_document(text, "no-such-folder/s.yaml", faults);
      apply_override(document, "a.b.0", text, faults);
      read_as_everything(Value(document.root, "", faults));
      read_properties(text, "p", faults);
      resolve_placeholders(text, [](std::string_view) { return std::nullopt; });
    });
    for (const auto& fault : faults.list())
      EXPECT_TRUE(fault.line >= 0 and fault.column >= 0 and not fault.message.empty()) << to_string(fault);
  }
}

} // namespace onsale::config
