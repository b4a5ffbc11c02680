mod golden;
mod instances;
