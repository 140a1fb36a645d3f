/// Vectors of seats that requests borrow: a list goes from request to request, so that a steady run allocates none.
#pragma once

#include "model/booking/types.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace onsale::system {

class SeatLists {
public:
  using List = std::vector<booking::SeatId>;
  struct Return {
    SeatLists* lists = nullptr;
    void operator()(List* list) const { lists->spare_.emplace_back(list); }
  };
  /// Goes back at its end. The lists must outlive it.
  using Loan = std::unique_ptr<List, Return>;

  SeatLists() = default;
  SeatLists(const SeatLists&) = delete;
  SeatLists& operator=(const SeatLists&) = delete;

  Loan borrow()
  {
    if (spare_.empty())
      return Loan(new List, Return{this});
    Loan loan(spare_.back().release(), Return{this});
    spare_.pop_back();
    return loan;
  }

private:
  std::vector<std::unique_ptr<List>> spare_;
};

} // namespace onsale::system
