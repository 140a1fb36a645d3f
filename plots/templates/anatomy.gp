# $bars: row, from, to (percent), colour (0: the rest); rows and their names, totals; parts
set lmargin at screen 0.2
set rmargin at screen 0.88
set bmargin at screen bottom
set tmargin at screen top
set xrange [0:100]
set yrange [rows + 0.5:0.5]
set format x '%g %%'
set xlabel 'share of the response time' offset 0, 0.3
set border 1
unset ytics
set grid noytics
do for [i=1:rows] {
  set label i row_names[i] at graph 0, first i right offset -0.8, 0 textcolor rgb ink
  set label rows + i totals[i] at graph 1, first i left offset 0.8, 0 textcolor rgb ink
}
set key at screen 0.54, 0.985 center top horizontal maxcols 2 width 1
fills = "'#0072b2' '#e69f00' '#009e73' '#d55e00' '#56b4e9' '#cc79a7' '#f0e442' '#999999'"
plot for [p=1:parts] $bars using ($4 == p ? $2 : NaN):1:2:3:($1-0.38):($1+0.38) with boxxyerror \
  lc rgb word(fills, p) title part_names[p]
