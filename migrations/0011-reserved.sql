-- older programs may serve: nothing is changed here.
select 1;
