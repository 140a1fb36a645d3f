#include "model/config/document.hpp"
#include "model/config/object.hpp"
#include "tests/unit/config/fault_text.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace onsale::config {

TEST(Document, MergesIncludesUnderTheIncludingFile)
{
  TemporaryFolder folder;
  folder.write("base.yaml", "host: {cores: 6, speed: 2}\nstages: [1, 2, 3]\nname: base\n");
  folder.write("fast.yaml", "host: {speed: 3}\n");
  const auto main = folder.write("main.yaml", "include: [base.yaml, fast.yaml]\nhost:\n  cores: 12\nstages: [9]\n");
  Faults faults;
  const auto document = load_document(main, faults);
  EXPECT_EQ(fault_text(faults), "");
  EXPECT_EQ(document.files.size(), 3U);
  Object root(document, faults);
  auto host = root.object("host");
  EXPECT_EQ(host.integer("cores"), 12);
  EXPECT_EQ(host.integer("speed"), 3);
  EXPECT_EQ(root.text("name"), "base");
  EXPECT_EQ(root.list("stages").size(), 1U);
  root.finish();
  EXPECT_EQ(folder.shortened(to_string(host.value("speed")->place())), "fast.yaml:1:15");
  EXPECT_EQ(folder.shortened(to_string(host.value("cores")->place())), "main.yaml:3:10");
  EXPECT_EQ(fault_text(faults), "");
}

TEST(Document, ReportsFaultsOfIncludedFilesAtTheirOwnPlace)
{
  TemporaryFolder folder;
  folder.write("base.yaml", "host:\n  cores: six\n");
  const auto main = folder.write("main.yaml", "include: base.yaml\nhost:\n  speed: fast\n");
  Faults faults;
  const auto document = load_document(main, faults);
  Object root(document, faults);
  auto host = root.object("host");
  host.integer("cores");
  host.number("speed");
  EXPECT_EQ(folder.shortened(fault_text(faults)), "base.yaml:2:10: host.cores: expected an integer, found \"six\"\n"
                                                  "main.yaml:3:10: host.speed: expected a number, found \"fast\"\n");
}

TEST(Document, PrintsTheChainOfAnIncludeCycle)
{
  TemporaryFolder folder;
  const auto a = folder.write("a.yaml", "include: b.yaml\n");
  folder.write("b.yaml", "x: 1\ninclude: ./c.yaml\n");
  folder.write("c.yaml", "include: b.yaml\n");
  Faults faults;
  const auto document = load_document(a, faults);
  EXPECT_FALSE(document.complete);
  EXPECT_EQ(folder.shortened(fault_text(faults)), "c.yaml:1:10: include: cycle b.yaml -> c.yaml -> b.yaml\n");
}

TEST(Document, SuggestsTheNearestFile)
{
  TemporaryFolder folder;
  const auto main = folder.write("on-sale.yaml", "include: bse.yaml\n");
  folder.write("base.yaml", "");
  Faults faults;
  load_document(main, faults);
  load_document(folder / "onsale.yaml", faults);
  load_document(folder / "missing" / "on-sale.yaml", faults);
  load_document(folder / "", faults);
  EXPECT_EQ(folder.shortened(fault_text(faults)), ": is a folder, expected a file\n"
                                                  "missing/on-sale.yaml: no such file\n"
                                                  "on-sale.yaml:1:10: \"bse.yaml\": no such file, did you mean "
                                                  "\"base.yaml\"?\n"
                                                  "onsale.yaml: no such file, did you mean \"on-sale.yaml\"?\n");
}

TEST(Document, IsOneMapInOneFile)
{
  Faults faults;
  parse_document("a: 1\n---\nb: 2\n", "two.yaml", faults);
  parse_document("just words\n", "words.yaml", faults);
  parse_document("include: [{a: 1}]\n", "include.yaml", faults);
  parse_document("# nothing yet\n", "empty.yaml", faults);
  EXPECT_EQ(fault_text(faults), "include.yaml:1:11: include: expected the name of a file, found a map\n"
                                "two.yaml:3:1: a second document begins here, expected one document in a file\n"
                                "words.yaml:1:1: expected a map of keys and values, found \"just words\"\n");
}

TEST(Document, StopsAtFilesThatIncludeEachOtherWithoutMeasure)
{
  TemporaryFolder folder; // 2^20 readings without the limit
  for (int i = 0; i < 20; ++i) {
    const auto next = fmt::format("f{}.yaml", i + 1);
    folder.write(fmt::format("f{}.yaml", i), fmt::format("include: [{}, {}]\n", next, next));
  }
  folder.write("f20.yaml", "a: 1\n");
  Faults faults;
  load_document(folder / "f0.yaml", faults);
  EXPECT_NE(fault_text(faults).find("include: more than 64 files"), std::string::npos);
}

TEST(Document, IgnoresAByteOrderMark)
{
  TemporaryFolder folder;
  Faults faults;
  const auto document = load_document(folder.write("bom.yaml", "\xEF\xBB\xBFname: x\n"), faults);
  EXPECT_NE(document.root.find("name"), nullptr);
  EXPECT_EQ(fault_text(faults), "");
}

} // namespace onsale::config
