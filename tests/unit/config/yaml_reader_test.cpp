#include "model/config/yaml_reader.hpp"
#include "tests/unit/config/fault_text.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace onsale::config {

namespace {

std::string faults_of(std::string_view text)
{
  Faults faults;
  read_yaml(text, "s.yaml", faults);
  return fault_text(faults);
}

} // namespace

TEST(Yaml, KeepsThePlaceOfEveryKeyAndValue)
{
  Faults faults;
  const auto documents = read_yaml("a:\n  b: [x, 'y']\n---\nc: 1\n", "s.yaml", faults);
  ASSERT_TRUE(documents);
  ASSERT_EQ(documents->size(), 2U);
  const auto& b = documents->front().entries[0].value.entries[0];
  EXPECT_EQ(to_string(b.place), "s.yaml:2:3");
  EXPECT_EQ(to_string(b.value.items[1].place), "s.yaml:2:10");
  EXPECT_EQ(to_string(documents->back().entries[0].value.place), "s.yaml:4:4");
}

TEST(Yaml, ExpandsAliases)
{
  Faults faults;
  const auto documents = read_yaml("a: &x {k: 1}\nb: *x\n", "s.yaml", faults);
  EXPECT_EQ(documents->front().find("b")->find("k")->text, "1");
}

TEST(Yaml, RefusesDuplicatedAndCompositeKeys)
{
  EXPECT_EQ(faults_of("host: 1\nload: 2\nhost: 3\n? [a, b]\n: 4\n"),
            "s.yaml:3:1: key \"host\" is given twice, first on line 1\n"
            "s.yaml:4:3: a key must be a single word, found a list\n");
}

TEST(Yaml, TellsWhereTheSyntaxBreaks)
{
  EXPECT_EQ(faults_of("a: 1\nb: [1, 2\nc: 3\n"),
            "s.yaml:3:2: cannot be read as YAML: end of sequence flow not found\n");
  EXPECT_EQ(faults_of("a: *nobody\n"), "s.yaml:1:4: cannot be read as YAML: the referenced anchor is not defined\n");
}

TEST(Yaml, RefusesWhatIsNotText)
{
  using namespace std::string_view_literals;
  EXPECT_EQ(faults_of("a: 1\nb: \0\n"sv), "s.yaml:2:4: control character 0x00 in a text file\n");
  EXPECT_EQ(faults_of("a: \xFF\n"), "s.yaml:1:4: byte 0xff is not UTF-8 text\n");
  EXPECT_EQ(faults_of("a: \xC0\xAF\n"), "s.yaml:1:4: byte 0xc0 is not UTF-8 text\n");     // overlong
  EXPECT_EQ(faults_of("a: \xED\xA0\x80\n"), "s.yaml:1:4: byte 0xed is not UTF-8 text\n"); // surrogate
  EXPECT_EQ(faults_of("a: \xE2\x82"), "s.yaml:1:4: byte 0xe2 is not UTF-8 text\n");       // cut off
  EXPECT_EQ(faults_of("a: \xE2\x82\xAC \xEA\xB3\xB5\n"), "");
}

TEST(Yaml, RefusesAliasesThatGrowWithoutMeasure)
{
  // Nine levels of ten aliases each: 10^9 values from a few hundred bytes. A list of level n has 11, 111, 1111, 11111
  // values, together 12344 after line 4. Line 5 adds 11111 each time: 12344 + 8 * 11111 > 100000, so it is the 8th
  // alias.
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level < 9; ++level)
    bomb += fmt::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", level,
                        level - 1);
  EXPECT_EQ(faults_of(bomb),
            "s.yaml:5:45: cannot be read as YAML: more than 100000 values, aliases counted each time\n");
  EXPECT_EQ(faults_of("a: &a [*a]\n"), "s.yaml:1:8: cannot be read as YAML: an alias stands inside its own anchor\n");
}

TEST(Yaml, RefusesDeepNesting)
{
  EXPECT_EQ(faults_of(fmt::format("a: {:[>1000}{:]>1000}", "", "")),
            "s.yaml:1:103: cannot be read as YAML: nested more than 100 levels deep\n");
  // Depth by aliases: each level holds the one before.
  std::string chain = "a0: &a0 x\n";
  for (int level = 1; level < 200; ++level)
    chain += fmt::format("a{0}: &a{0} [*a{1}]\n", level, level - 1);
  EXPECT_NE(faults_of(chain).find("nested more than 100 levels deep"), std::string::npos);
  std::string block;
  for (int level = 0; level < 300; ++level)
    block += fmt::format("{:{}}k:\n", "", level);
  EXPECT_NE(faults_of(block).find("nested more than 100 levels deep"), std::string::npos);
  EXPECT_NE(faults_of(std::string(100'000, '[')).find("nested more than 100 levels deep"), std::string::npos);
}

TEST(Yaml, NeverLetsAFileWriteToTheTerminal)
{
  EXPECT_EQ(faults_of("\"\\e[31m\": 1\n\"\\e[31m\": 2\n"),
            "s.yaml:2:1: key \"\\x1b[31m\" is given twice, first on line 1\n");
}

} // namespace onsale::config
