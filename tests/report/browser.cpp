#include "tests/report/browser.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace onsale::report {
namespace {

std::string text_of(const std::filesystem::path& path)
{
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

bool has_browser()
{
  return std::system("command -v chromium >/dev/null 2>&1") == 0; // NOLINT(bugprone-command-processor): fixed words
}

Shown show(const std::filesystem::path& page, const std::filesystem::path& scratch, const std::string& more)
{
  const std::string command =
      fmt::format("timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
                  "--disable-background-networking --disable-component-update --disable-sync --enable-logging=stderr "
                  "--window-size=1000,900 --dump-dom {2} --user-data-dir='{1}/profile' 'file://{0}' >'{1}/content' "
                  "2>'{1}/messages'",
                  page.string(), scratch.string(), more);
  if (std::system(command.c_str()) != 0) // NOLINT(bugprone-command-processor): a shell redirects in one line
    return {"", "chromium failed: " + text_of(scratch / "messages")};
  return {text_of(scratch / "content"), text_of(scratch / "messages")};
}

std::string with_audit(std::string page, const std::filesystem::path& axe)
{
  const char* const audit = R"js(<script>(async () => {
  const found = [], tabs = [...document.querySelectorAll(".tabs a")];
  for (const tab of tabs.length ? tabs : [null]) {
    tab?.click();
    for (const rule of (await axe.run()).violations)
      for (const node of rule.nodes) found.push([tab?.hash ?? "", rule.id, ...node.target].join(" "));
  }
  const list = document.createElement("pre");
  list.id = "audit";
  list.textContent = found.join("; ") || "none";
  document.body.append(list);
})()</script>)js";
  page.insert(page.rfind("</body>"), "<script>" + text_of(axe) + "</script>" + audit);
  return page;
}

} // namespace onsale::report
