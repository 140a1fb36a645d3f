/// A page as a browser shows it, with nobody looking.
#pragma once

#include <filesystem>
#include <string>

namespace onsale::report {

/// Whether Chromium is there.
bool has_browser();

struct Shown {
  std::string content;  ///< the document after its scripts have run
  std::string messages; ///< of the browser, with those that the page wrote to its console
};

/// @param scratch  a folder that the browser may fill
/// @param more     arguments of Chromium
Shown show(const std::filesystem::path& page, const std::filesystem::path& scratch, const std::string& more = "");

/// The page with an audit inside: it opens one tab after the other and writes what axe-core finds into `<pre
/// id="audit">`.
/// @param axe  axe.min.js of the npm package axe-core
std::string with_audit(std::string page, const std::filesystem::path& axe);

} // namespace onsale::report
