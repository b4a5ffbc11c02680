mod contract;
mod golden;
mod instances;
