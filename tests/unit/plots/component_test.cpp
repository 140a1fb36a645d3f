// Colours of components, stretches of the timeline, and texts that pictures may hold.
#include "plots/component.hpp"
#include "plots/facts.hpp"
#include "plots/gnuplot.hpp"
#include "plots/script.hpp"
#include "plots/timeline.hpp"

#include <gmock/gmock.h>

namespace onsale::plots {
namespace {

using nlohmann::ordered_json;

} // namespace

TEST(Component, OfAHostIsWhatRequestsComeFor)
{
  const ordered_json manifest = {{"hosts",
                                  {{{"name", "box"}, {"processes", {"server", "redis"}}},
                                   {{"name", "store"}, {"processes", {"mysql"}}},
                                   {{"name", "load"}, {"processes", {"k6"}}}}}};
  const Components components(manifest);
  EXPECT_EQ(components.of_resource("box cpu"), Component::application);
  EXPECT_EQ(components.of_resource("store cpu"), Component::database);
  EXPECT_EQ(components.of_resource("load cpu"), Component::client);
  EXPECT_EQ(components.of_resource("box 2 cpu"), Component::application);
  EXPECT_EQ(components.of_resource("hikari pool"), Component::pool);
  EXPECT_EQ(components.of_resource("redis thread"), Component::redis);
  EXPECT_EQ(components.of_resource("row locks"), Component::lock);
  EXPECT_EQ(components.of_resource("mysql disk"), Component::disk);
}

TEST(Component, PartsAreWorkOrWaiting)
{
  EXPECT_EQ(kind_of_part("cpu_ms"), PartKind::work);
  EXPECT_EQ(kind_of_part("cpu_wait_ms"), PartKind::wait);
  EXPECT_EQ(kind_of_part("redis_ms"), PartKind::mixed);
  EXPECT_EQ(kind_of_part("redis_wait_ms"), PartKind::wait);
  EXPECT_EQ(component_of_part("redis_wait_ms"), Component::redis);
  EXPECT_EQ(component_of_part("pool_ms"), Component::pool);
  EXPECT_EQ(waiting_text(0.184, 0.217), "18 to 40 %");
  EXPECT_EQ(waiting_text(0.5, 0.001), "50 %");
}

TEST(Timeline, PairsBeginsAndEnds)
{
  const ordered_json manifest = {{"timeline",
                                  {{{"time_s", 20.0}, {"kind", "fault"}, {"text", "database down begins"}},
                                   {{"time_s", 25.0}, {"kind", "sign"}, {"text", "p95 > 1 s"}},
                                   {{"time_s", 30.0}, {"kind", "action"}, {"text", "add replica begins"}},
                                   {{"time_s", 40.0}, {"kind", "fault"}, {"text", "database down ends"}},
                                   {{"time_s", 50.0}, {"kind", "fault"}, {"text", "cpu slow begins"}}}}};
  const auto stretches = timeline_of(manifest, 60);
  ASSERT_EQ(stretches.size(), 4U);
  EXPECT_EQ(words_of(stretches[0]), "database down, 20 s to 40 s");
  EXPECT_EQ(words_of(stretches[1]), "noticed: p95 > 1 s, at 25 s");
  EXPECT_EQ(words_of(stretches[2]), "add replica, 30 s to 60 s");
  EXPECT_EQ(words_of(stretches[3]), "cpu slow, 50 s to 60 s");
  EXPECT_EQ(timeline_words({stretches[0]}), "database down, 20 s to 40 s");
  EXPECT_TRUE(timeline_of(ordered_json::object(), 60).empty());
}

TEST(Facts, LongTextsAreShortenedByLetters)
{
  EXPECT_EQ(shortened("seven", 5), "seven");
  EXPECT_EQ(shortened("sevens", 5), "seve…");
  EXPECT_EQ(shortened("größer", 4), "grö…");
}

// gnuplot's scanner ends a text at a doubled quote that stands first.
TEST(Pictures, MayHoldAnyName)
{
  for (const char* name :
       {"'quoted'", "''", "two\nlines", "]]>", "<!--<script>", "`touch /tmp/x`", "\"$(x)\\", "{/Bold x}"}) {
    Picture picture{.name = "names", .title = name, .reading = "", .drawing = "parity.gp", .script = ""};
    Script script;
    script.texts("names", {name})
        .data("points", {{1, 10, 12}})
        .number("runs", 1)
        .number("low_ms", 10)
        .number("high_ms", 12);
    picture.script = script.str();
    const std::string svg = draw(picture, Format::svg);
    EXPECT_EQ(svg.find("]]>"), std::string::npos) << name;
    EXPECT_EQ(svg.find("<script"), std::string::npos) << name;
    EXPECT_NE(svg.find("</svg>"), std::string::npos) << name;
  }
}

} // namespace onsale::plots
