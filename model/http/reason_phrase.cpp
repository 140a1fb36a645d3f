#include "model/http/reason_phrase.hpp"

#include <utility>

namespace onsale::http {
namespace {

constexpr std::pair<int, std::string_view> phrases[] = {{200, "OK"},
                                                        {201, "Created"},
                                                        {202, "Accepted"},
                                                        {204, "No Content"},
                                                        {301, "Moved Permanently"},
                                                        {302, "Found"},
                                                        {303, "See Other"},
                                                        {304, "Not Modified"},
                                                        {307, "Temporary Redirect"},
                                                        {308, "Permanent Redirect"},
                                                        {400, "Bad Request"},
                                                        {401, "Unauthorized"},
                                                        {402, "Payment Required"},
                                                        {403, "Forbidden"},
                                                        {404, "Not Found"},
                                                        {405, "Method Not Allowed"},
                                                        {408, "Request Timeout"},
                                                        {409, "Conflict"},
                                                        {410, "Gone"},
                                                        {412, "Precondition Failed"},
                                                        {422, "Unprocessable Entity"},
                                                        {423, "Locked"},
                                                        {425, "Too Early"},
                                                        {429, "Too Many Requests"},
                                                        {500, "Internal Server Error"},
                                                        {501, "Not Implemented"},
                                                        {502, "Bad Gateway"},
                                                        {503, "Service Unavailable"},
                                                        {504, "Gateway Timeout"}};

} // namespace

std::string_view reason_phrase(int status)
{
  for (const auto& [known, phrase] : phrases)
    if (known == status)
      return phrase;
  return "";
}

} // namespace onsale::http
