// What the documentation and the help tell people to type works, and the reference is the program's own.
#include "tests/cli/program.hpp"
#include "tests/docs/doc_commands.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>

namespace onsale::docs {
namespace {

namespace fs = std::filesystem;
using cli::Workplace;

const fs::path source = ONSALE_SOURCE_DIR;

std::string text_of(const fs::path& path)
{
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Commands that no test runs, each with the reason.
struct Left {
  std::string_view begins;
  std::string_view reason;
};
constexpr std::array<Left, 4> left_out = {
    {{"onsale new shop --spring ", "reads settings and a k6 script of the reader's own"},
     {"onsale calibrate SCENARIO ", "stands for a scenario and a folder of the reader's own"},
     {"onsale calibrate reference-server --data ", "fits all demands of a system to three runs: a quarter of an hour"},
     {"onsale incidents",
      "32 runs of five minutes each; Incidents.* and the page of cache-outage run what they are made of"}}};

/// Commands that are run with less load than readers will.
struct Shortened {
  std::string_view begins;
  std::string_view more;
};
constexpr const char* short_stages =
    " --set options.scenarios.default.stages.0.duration=4s --set options.scenarios.default.stages.1.duration=4s --set "
    "options.scenarios.default.stages.2.duration=4s --set options.scenarios.default.stages.3.duration=4s --set "
    "options.scenarios.default.stages.4.duration=4s";
constexpr std::array<Shortened, 12> shortened = {
    {{"onsale limit examples/closed-web-tier",
      " --set options.scenarios.users.duration=3s --within 20% --replications 2 --first"},
     {"onsale limit examples/on-sale",
      " --set options.scenarios.rush.stages.1.duration=5s --set "
      "options.scenarios.rush.stages.2.duration=1s --within 50% --replications 2 --first"},
     {"onsale limit reference-server", " --first"},
     {"onsale explain examples/closed-web-tier", " --set options.scenarios.users.duration=2s --points 3"},
     {"onsale explain examples/on-sale", " --points 3"},
     {"onsale sweep examples/closed-web-tier", " --set options.scenarios.users.duration=2s --replications 1"},
     {"onsale compare examples/closed-web-tier", " --set options.scenarios.users.duration=3s"},
     {"onsale compare baseline.json examples/closed-web-tier", " --set options.scenarios.users.duration=3s"},
     {"onsale calibrate examples/closed-web-tier", " --no-advice --replications 1 --noise-replications 3"},
     {"onsale calibrate host", " --repetitions 2"},
     {"onsale replay queue-5000vu", short_stages},
     {"onsale run queue-5000vu", short_stages}}};

/// With what shortens it, but for options that it has itself.
std::string run_short(const std::string& command)
{
  const auto found = std::find_if(shortened.begin(), shortened.end(),
                                  [&](const Shortened& each) { return command.starts_with(each.begins); });
  if (found == shortened.end() || command.find('\n') != std::string::npos)
    return command;
  std::string longer = command;
  for (std::size_t begin = found->more.find(" --"); begin < found->more.size();) {
    const auto end = std::min(found->more.find(" --", begin + 1), found->more.size());
    const std::string option(found->more.substr(begin, end - begin));
    const std::string name = option.substr(0, option.find(' ', 1));
    if (name == " --set" || (command + " ").find(name + " ") == std::string::npos)
      longer += option;
    begin = end;
  }
  return longer;
}

const Left* left_out_entry(const std::string& command)
{
  const auto found = std::find_if(left_out.begin(), left_out.end(), [&](const Left& each) {
    return command == each.begins || (each.begins.ends_with(' ') && command.starts_with(each.begins));
  });
  return found == left_out.end() ? nullptr : &*found;
}

/// 0, and the answers that are no failures: 3 (B is worse), 99 (a threshold was crossed), 1 of an audit (a law is
/// broken).
bool is_answer(const std::string& command, int exit_code)
{
  return exit_code == 0 || (exit_code == 3 && command.starts_with("onsale compare")) || exit_code == 99 ||
         (exit_code == 1 && command.starts_with("onsale audit"));
}

/// A folder with what the pages take for granted: the source tree's data, and results of the reader's own.
void furnish(const Workplace& place)
{
  const fs::path run = source / "calibration/data/b-sat-status";
  for (const char* folder : {"calibration", "scenarios"})
    fs::create_directory_symlink(source / folder, place / folder);
  fs::create_symlink(run / "summary.txt", place / "summary.txt");
  fs::create_symlink(run / "config.json", place / "options.json");
  for (const char* name : {"summary.json", "result.json", "baseline.json"})
    fs::create_symlink(run / "summary.json", place / name);
  place.write("script.js",
              "export const options = {scenarios: {users: {executor: 'constant-vus', vus: 50, duration: '2s', "
              "gracefulStop: '10s'}}};\nexport default function () {}\n");
  place.run({"run", "examples/closed-web-tier", "--set", "options.scenarios.users.duration=2s", "--set",
             "options.scenarios.users.vus=50", "--out", "csv=raw.csv.gz", "--summary-export", "measured.json", "-q"});
}

void run_all(const std::vector<DocCommand>& commands, const std::string& where)
{
  const Workplace place;
  furnish(place);
  const std::string program = ONSALE_PROGRAM;
  const std::string folder = (place / "").string();
  for (const DocCommand& each : commands) {
    if (left_out_entry(each.text) != nullptr)
      continue;
    place.write("command.sh", "set -e\ncd '" + folder + "'\nexport ONSALE_DATA='" + source.string() + "'\nPATH='" +
                                  program.substr(0, program.rfind('/')) + "':$PATH\n" + run_short(each.text));
    const std::string script = (place / "command.sh").string();
    const int status = std::system(("sh '" + script + "' >'" + folder + "said.txt' 2>&1").c_str());
    EXPECT_TRUE(is_answer(each.text, WEXITSTATUS(status)))
        << where << ":" << each.line << ": " << each.text << "\nexit code " << WEXITSTATUS(status) << "\n"
        << place.read("said.txt");
  }
}

/// Pages with commands. The reference repeats what the help says, and the help's examples have a test of their own.
std::vector<std::string> pages()
{
  std::vector<std::string> names = {"README.md", "CONTRIBUTING.md", "scenarios/reference-server/README.md"};
  for (const auto& entry : fs::directory_iterator(source / "docs"))
    if (entry.path().extension() == ".md" && entry.path().filename() != "reference.md")
      names.push_back("docs/" + entry.path().filename().string());
  std::sort(names.begin(), names.end());
  names.erase(std::remove_if(names.begin(), names.end(),
                             [](const std::string& name) { return doc_commands(text_of(source / name)).empty(); }),
              names.end());
  return names;
}

const std::vector<std::string> commands = {"run",       "replay",  "incidents", "sweep", "limit",
                                           "compare",   "explain", "audit",     "plot",  "calibrate",
                                           "scenarios", "report",  "reference", "schema"};

std::string test_name(const testing::TestParamInfo<std::string>& info)
{
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](char letter) { return std::isalnum(letter) == 0; }, '_');
  return name;
}

struct Page : testing::TestWithParam<std::string> {};
struct Help : testing::TestWithParam<std::string> {};

} // namespace

TEST_P(Page, CommandsWork)
{
  run_all(doc_commands(text_of(source / GetParam())), GetParam());
}
INSTANTIATE_TEST_SUITE_P(Docs, Page, testing::ValuesIn(pages()), test_name);

TEST_P(Help, ExamplesWork)
{
  const Workplace place;
  const auto examples = help_examples(place.run({GetParam(), "--help"}).output);
  EXPECT_FALSE(examples.empty());
  run_all(examples, GetParam() + " --help");
}
INSTANTIATE_TEST_SUITE_P(Docs, Help, testing::ValuesIn(commands), test_name);

TEST(Reference, IsWhatTheProgramSays)
{
  const Workplace place;
  const std::string said = place.run({"reference"}).output;
  EXPECT_TRUE(said == text_of(source / "docs/reference.md")) << "write it anew: onsale reference > docs/reference.md";
  for (const std::string& command : commands)
    EXPECT_NE(said.find("\n## onsale " + command + "\n"), std::string::npos) << command;
}

TEST(DocCommands, FewAreLeftOutAndEachIsThere)
{
  std::size_t all = 0;
  std::vector<std::size_t> left(left_out.size());
  for (const std::string& page : pages())
    for (const DocCommand& each : doc_commands(text_of(source / page))) {
      ++all;
      if (const Left* entry = left_out_entry(each.text))
        ++left[static_cast<std::size_t>(entry - left_out.data())];
    }
  for (std::size_t i = 0; i < left_out.size(); ++i)
    EXPECT_GE(left[i], 1U) << left_out.at(i).begins << " is on no page any more";
  EXPECT_GE(all, 40U);
  RecordProperty("commands", static_cast<int>(all));
}

TEST(DocCommands, AreFoundInFencesAndIndentedBlocks)
{
  const auto found = doc_commands("onsale is\n```\nonsale run a # remark\nsaid: onsale run\n./dev run\n```\n"
                                  "```sh\necho x\nonsale run b\n```\n    onsale replay c   all of it\n"
                                  "```console\nonsale sweep d \\\n  --vary e=1\n```\n");
  std::vector<std::string> texts;
  for (const DocCommand& each : found)
    texts.push_back(each.text);
  EXPECT_THAT(texts, testing::ElementsAre("onsale run a", "onsale replay queue-5000vu", "echo x\nonsale run b\n",
                                          "onsale replay c", "onsale sweep d  --vary e=1"));
}

} // namespace onsale::docs
