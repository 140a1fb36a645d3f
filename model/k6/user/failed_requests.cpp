#include "model/k6/user/failed_requests.hpp"

namespace onsale::k6 {

using http::NetworkError;

const char* message_of(NetworkError error)
{
  switch (error) {
  case NetworkError::none:
    return "";
  case NetworkError::request_timeout:
    return "request timeout";
  case NetworkError::broken_pipe:
    return "write: broken pipe";
  case NetworkError::dial_timeout:
    return "dial: i/o timeout";
  case NetworkError::connection_refused:
    return "dial: connection refused";
  case NetworkError::connection_reset:
    break;
  }
  return "read: connection reset by peer";
}

} // namespace onsale::k6
